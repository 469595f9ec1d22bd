import { Controller } from '@nestjs/common';
import type { FieldUseChanged } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { owningServices } from './owning-services.js';

/** Keeps which rules of services ask by custom fields; an older state that arrives late changes nothing. */
@Controller()
export class FieldUseConsumer {
  @OnEvent('kontor.identity.v1.FieldUseChanged', { from: owningServices })
  async changed(event: FieldUseChanged, { tx }: EventContext): Promise<void> {
    // Zero values do not travel.
    const { kind, ruleId, ruleVersion, name, object, fields = [] } = event;
    await tx.query(
      `INSERT INTO field_use (rule_id, rule_version, kind, name, object, fields) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (rule_id) DO UPDATE SET rule_version = excluded.rule_version, name = excluded.name,
         object = excluded.object, fields = excluded.fields
       WHERE field_use.rule_version < excluded.rule_version`,
      [ruleId, ruleVersion, kind, name, object, JSON.stringify(fields)],
    );
  }
}
