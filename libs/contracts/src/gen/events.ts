/** Every event by its full name. Generated. */
import type { CustomerCreated } from './kontor/customer/v1/customer_events.js';
import type { CustomerChanged } from './kontor/customer/v1/customer_events.js';
import type { ContactChanged } from './kontor/customer/v1/customer_events.js';
import type { InteractionLogged } from './kontor/customer/v1/customer_events.js';
import type { PersonChanged } from './kontor/identity/v1/identity_events.js';
import type { SessionEnded } from './kontor/identity/v1/identity_events.js';
import type { UnitChanged } from './kontor/identity/v1/organisation_events.js';
import type { UnitDeleted } from './kontor/identity/v1/organisation_events.js';
import type { CalendarChanged } from './kontor/identity/v1/organisation_events.js';
import type { MessageRequested } from './kontor/notification/v1/message_events.js';
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
  'kontor.identity.v1.UnitChanged': UnitChanged;
  'kontor.identity.v1.UnitDeleted': UnitDeleted;
  'kontor.identity.v1.CalendarChanged': CalendarChanged;
  'kontor.notification.v1.MessageRequested': MessageRequested;
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
  'kontor.identity.v1.UnitChanged': 'unit',
  'kontor.identity.v1.UnitDeleted': 'unit',
  'kontor.identity.v1.CalendarChanged': 'calendar',
  'kontor.notification.v1.MessageRequested': 'message',
  'kontor.notification.v1.NoticeChanged': 'notice',
  'kontor.notification.v1.ReminderSet': 'reminder',
  'kontor.notification.v1.ReminderCancelled': 'reminder',
};
