import { Controller } from '@nestjs/common';
import type { FieldQualityMeasured } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { owningServices } from './owning-services.js';

/** Keeps what services counted of their values; an older count that arrives late changes nothing. */
@Controller()
export class FieldQualityConsumer {
  @OnEvent('kontor.identity.v1.FieldQualityMeasured', { from: owningServices })
  async measured({ object, fields }: FieldQualityMeasured, { tx }: EventContext): Promise<void> {
    for (const { field, records, empty, unknown, junk, countTime } of fields) {
      await tx.query(
        `INSERT INTO field_quality (object, field, records, empty, unknown, junk, count_time)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (object, field) DO UPDATE SET records = excluded.records, empty = excluded.empty,
           unknown = excluded.unknown, junk = excluded.junk, count_time = excluded.count_time
           WHERE field_quality.count_time < excluded.count_time`,
        [object, field, records, empty, unknown, junk, countTime],
      );
    }
  }
}
