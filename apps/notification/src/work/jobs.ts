import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import type { ServiceSettings } from '@kontor/service/config';
import { LOGGER, SETTINGS } from '@kontor/service/kontor.module';
import type { Logger } from '@kontor/telemetry/logger';
import type { MailSettings } from '../config.js';
import { DeliveryJob } from '../delivery/delivery.job.js';
import { DeliveryQueue } from '../delivery/delivery.queue.js';
import { Mailer } from '../delivery/mailer.js';
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
  ) {
    this.deliveries =
      mail && new DeliveryJob({ queue: new DeliveryQueue(unitOfWork), mailer: new Mailer(mail), logger });
    this.messages =
      mail &&
      new DeliveryJob({ queue: new MessageQueue(unitOfWork, secret), mailer: new Mailer(mail), logger });
    this.letters =
      mail && new DeliveryJob({ queue: new OutsideQueue(unitOfWork), mailer: new Mailer(mail), logger });
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
