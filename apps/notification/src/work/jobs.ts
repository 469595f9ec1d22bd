import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import type { MailSettings } from '../config.js';
import { INBOUND, type InboundSettings } from '../inbound/config.js';
import { tokenAddress, type SentKind } from '../inbound/rules/token-address.js';
import { DeliveryJob } from '../delivery/delivery.job.js';
import { DeliveryQueue, type LetterQueue } from '../delivery/delivery.queue.js';
import { Mailer, mailLimits } from '../delivery/mailer.js';
import { MessageQueue } from '../message/message.queue.js';
import { OutsideQueue } from '../outside/outside.queue.js';
import { ReminderJob } from '../reminder/reminder.job.js';

/** Injection token of the settings of e-mail (type MailSettings, or undefined). */
export const MAIL = Symbol('mail');

/** What this service does by itself, in every replica, from its start to its end. */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly reminders: ReminderJob;
  private readonly deliveries: DeliveryJob | undefined;
  private readonly messages: DeliveryJob | undefined;
  private readonly letters: DeliveryJob | undefined;

  constructor(
    unitOfWork: UnitOfWork,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(MAIL) mail: MailSettings | undefined,
    @Inject(SETTINGS) { secret }: ServiceSettings,
    @Inject(INBOUND) inbound: InboundSettings | undefined,
  ) {
    /** What comes back to a message of this kind finds it by its address. */
    const addressOf = (purpose: 'bounce' | 'reply', kind: SentKind) =>
      inbound && ((id: string) => tokenAddress(secret, inbound.domain, purpose, { kind, id }));
    const line = (kind: SentKind, queue: LetterQueue) =>
      mail &&
      new DeliveryJob({ queue, mailer: new Mailer(mail, mailLimits, addressOf('bounce', kind)), logger });
    this.deliveries = line('delivery', new DeliveryQueue(unitOfWork));
    this.messages = line('message', new MessageQueue(unitOfWork, secret));
    this.letters = line('letter', new OutsideQueue(unitOfWork, addressOf('reply', 'letter')));
    this.reminders = new ReminderJob({ unitOfWork, logger, onFired: () => this.deliveries?.wake() });
  }

  onApplicationBootstrap(): void {
    if (!this.deliveries) this.logger.warn('SMTP_URL is not set: e-mail is not sent but waits');
    this.deliveries?.start();
    this.messages?.start();
    this.letters?.start();
    this.reminders.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.reminders.stop();
    await Promise.all([this.deliveries?.stop(), this.messages?.stop(), this.letters?.stop()]);
  }
}
