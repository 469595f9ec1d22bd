import { Controller } from '@nestjs/common';
import type { CustomFieldChanged } from '@kontor/contracts/gen/kontor/identity/v1/custom_field_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import type { FormChanged } from '@kontor/contracts/gen/kontor/identity/v1/form_events';
import { copyCustomField } from './custom-field-copy.js';
import { copyForm } from './form-copy.js';

/** Keeps the copies of custom fields and of what is published of forms. */
@Controller()
export class CustomFieldConsumer {
  @OnEvent('kontor.identity.v1.CustomFieldChanged')
  async customFieldChanged({ field }: CustomFieldChanged, { tx }: EventContext): Promise<void> {
    if (field) await copyCustomField(tx, field);
  }

  @OnEvent('kontor.identity.v1.FormChanged')
  async formChanged({ form }: FormChanged, { tx }: EventContext): Promise<void> {
    if (form) await copyForm(tx, form);
  }
}
