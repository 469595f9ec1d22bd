/** Every event by its full name. Generated. */
import type { CustomerCreated } from './kontor/customer/v1/customer_events.js';
import type { CustomerChanged } from './kontor/customer/v1/customer_events.js';
import type { ContactChanged } from './kontor/customer/v1/customer_events.js';
import type { InteractionLogged } from './kontor/customer/v1/customer_events.js';
import type { PersonChanged } from './kontor/identity/v1/identity_events.js';
import type { SessionEnded } from './kontor/identity/v1/identity_events.js';
import type { NoticeChanged } from './kontor/notification/v1/notice_events.js';
import type { ReminderSet } from './kontor/notification/v1/reminder_events.js';
import type { ReminderCancelled } from './kontor/notification/v1/reminder_events.js';

export interface EventTypes {
  'kontor.customer.v1.CustomerCreated': CustomerCreated;
  'kontor.customer.v1.CustomerChanged': CustomerChanged;
  'kontor.customer.v1.ContactChanged': ContactChanged;
  'kontor.customer.v1.InteractionLogged': InteractionLogged;
  'kontor.identity.v1.PersonChanged': PersonChanged;
  'kontor.identity.v1.SessionEnded': SessionEnded;
  'kontor.notification.v1.NoticeChanged': NoticeChanged;
  'kontor.notification.v1.ReminderSet': ReminderSet;
  'kontor.notification.v1.ReminderCancelled': ReminderCancelled;
}

/** The kind of record whose change an event tells. */
export const eventAggregates: Record<keyof EventTypes, string> = {
  'kontor.customer.v1.CustomerCreated': 'customer',
  'kontor.customer.v1.CustomerChanged': 'customer',
  'kontor.customer.v1.ContactChanged': 'contact',
  'kontor.customer.v1.InteractionLogged': 'interaction',
  'kontor.identity.v1.PersonChanged': 'person',
  'kontor.identity.v1.SessionEnded': 'session',
  'kontor.notification.v1.NoticeChanged': 'notice',
  'kontor.notification.v1.ReminderSet': 'reminder',
  'kontor.notification.v1.ReminderCancelled': 'reminder',
};
