import { Controller } from '@nestjs/common';
import type { FormUsed } from '@kontor/contracts/gen/kontor/identity/v1/form_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { owningServices } from '../custom-field/owning-services.js';

/** Adds up by days what services counted of the use of forms. */
@Controller()
export class FormUseConsumer {
  @OnEvent('kontor.identity.v1.FormUsed', { from: owningServices })
  async used({ formId, object, day, saves, fields = [] }: FormUsed, { tx }: EventContext): Promise<void> {
    await tx.query(
      `INSERT INTO form_use AS u (form_id, day, field, object, saves, filled)
       SELECT $1::uuid, $2::date, f.field, $3, $4::bigint, f.filled
       FROM unnest($5::text[], $6::bigint[]) AS f (field, filled)
       ON CONFLICT (form_id, day, field) DO UPDATE SET saves = u.saves + excluded.saves,
         filled = u.filled + excluded.filled`,
      [formId, day, object, saves, fields.map(({ field }) => field), fields.map(({ filled }) => filled)],
    );
  }
}
