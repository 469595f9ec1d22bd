import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import type { ImportantDay } from './important-day.entity.js';
import { greetingText } from './rules/greeting.js';

/** Wall time of the owner at which reminders of days come. */
const reminderTime = '09:00';

const minutesOfDay = 24 * 60;

/** Plans the reminder of a day's next date, for the owner of the customer; without owner or date it is cancelled. */
export async function planDay(tx: Transaction, day: ImportantDay, customer: Customer): Promise<void> {
  const key = `importantDays/${day.id}`;
  const aggregate = { id: day.id, version: day.revision };
  const owner = customer.ownerId ? await tx.find(PersonCopy, customer.ownerId) : undefined;
  if (!owner || !day.nextDate) return cancelDay(tx, day);
  const contact = day.contactId ? await tx.find(Contact, day.contactId) : undefined;
  const name = contact?.name ?? customer.name;
  const daysBefore = new Set([...day.daysBefore, ...(day.greeting ? [0] : [])]);
  tx.emit('kontor.notification.v1.ReminderSet', aggregate, {
    key,
    revision: day.revision,
    personId: owner.id,
    dueTime: `${day.nextDate}T${reminderTime}`,
    timeZone: owner.timeZone,
    minutesBefore: [...daysBefore].map((days) => days * minutesOfDay),
    template: 'important-day',
    about: `customers/${customer.id}`,
    values: {
      customerName: customer.name,
      contactName: contact?.name ?? '',
      kind: day.kind,
      dayName: day.name,
      date: day.nextDate,
      greeting: day.greeting ? greetingText(day.kind, name, contact?.language ?? '') : '',
    },
  });
}

/** Cancels the reminder of a day. */
export function cancelDay(tx: Transaction, { id, revision }: Pick<ImportantDay, 'id' | 'revision'>): void {
  const aggregate = { id, version: revision };
  tx.emit('kontor.notification.v1.ReminderCancelled', aggregate, { key: `importantDays/${id}`, revision });
}
