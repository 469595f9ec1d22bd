import { Controller, Inject } from '@nestjs/common';
import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { EventContext } from '@kontor/events/event-handler';
import { OnEvent } from '@kontor/events/on-event';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { takeMail } from './take-mail.js';

/** Mail that came in to us. */
@Controller()
export class MailConsumer {
  constructor(@Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>) {}

  @OnEvent('kontor.notification.v1.MailReceived')
  received(mail: MailReceived, { tx }: EventContext): Promise<void> {
    return takeMail(tx, mail, this.settings);
  }
}
