import { Controller } from '@nestjs/common';
import type { CustomFieldChanged } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import { copyCustomField } from './custom-field-copy.js';

/** Keeps the copy of custom fields. */
@Controller()
export class CustomFieldConsumer {
  @OnEvent('kontor.identity.v1.CustomFieldChanged')
  async customFieldChanged({ field }: CustomFieldChanged, { tx }: EventContext): Promise<void> {
    if (field) await copyCustomField(tx, field);
  }
}
