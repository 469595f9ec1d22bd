import type { ServiceSettings } from '@kontor/service/config';
import type { ServiceDefinition } from '@kontor/service/start-service';
import { Delivery } from './delivery/delivery.entity.js';
import { notificationMessages } from './messages.js';
import { Notification1700000001000 } from './migrations/1700000001000-notification.js';
import { Message1700000002000 } from './migrations/1700000002000-message.js';
import { OutsideLetter1787500400000 } from './migrations/1787500400000-outside-letter.js';
import { Notice } from './notice/notice.entity.js';
import { NotificationModule } from './notification.module.js';
import { Occurrence } from './reminder/occurrence.entity.js';
import { Reminder } from './reminder/reminder.entity.js';

/** What makes the notification service. */
export const notificationService = (settings: ServiceSettings): ServiceDefinition => ({
  settings,
  module: NotificationModule,
  entities: [Reminder, Occurrence, Notice, Delivery],
  migrations: [Notification1700000001000, Message1700000002000, OutsideLetter1787500400000],
  messages: notificationMessages,
});
