import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { Delivery } from './delivery/delivery.entity.js';
import { InboundMail } from './inbound/inbound-mail.entity.js';
import { MailDrop } from './inbound/mail-drop.entity.js';
import { notificationMessages } from './messages.js';
import { Notice } from './notice/notice.entity.js';
import { NotificationModule } from './notification.module.js';
import { Occurrence } from './reminder/occurrence.entity.js';
import { Reminder } from './reminder/reminder.entity.js';
import * as migrations from './migrations/list.js';

/** What makes the notification service. */
export const notificationService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: NotificationModule,
  entities: [Reminder, Occurrence, Notice, Delivery, MailDrop, InboundMail],
  migrations: Object.values(migrations),
  messages: notificationMessages,
  constraints: { mail_drop_local_part: { reason: 'mail-drop-taken', field: 'localPart' } },
});
