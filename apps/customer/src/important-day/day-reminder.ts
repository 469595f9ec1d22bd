import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import type { ImportantDay } from './important-day.entity.js';
import { languageOf } from './language-of.js';
import { greetingText } from './rules/greeting.js';

/** Wall time of the owner at which reminders of days come. */
const reminderTime = '09:00';

const minutesOfDay = 24 * 60;

/** A day, and whose it is. */
export interface PlannedDay {
  day: ImportantDay;
  customer: Customer;
}

/**
 * Plans the reminders of the next dates of days, for the owners of their customers; without owner or date one is cancelled.
 * Two statements, however many days there are.
 */
export async function planDays(tx: Transaction, planned: readonly PlannedDay[]): Promise<void> {
  const [owners, contacts] = await Promise.all([
    tx.select(PersonCopy, 'r.id = ANY ($1::uuid[])', [
      planned.flatMap(({ customer }) => customer.ownerId ?? []),
    ]),
    tx.select(Contact, 'r.id = ANY ($1::uuid[])', [planned.flatMap(({ day }) => day.contactId ?? [])]),
  ]);
  const ownerOf = new Map(owners.map((owner) => [owner.id, owner]));
  const contactOf = new Map(contacts.map((contact) => [contact.id, contact]));
  for (const { day, customer } of planned)
    tellDay(tx, { day, customer }, ownerOf.get(customer.ownerId ?? ''), contactOf.get(day.contactId ?? ''));
}

function tellDay(
  tx: Transaction,
  { day, customer }: PlannedDay,
  owner: PersonCopy | undefined,
  contact: Contact | undefined,
): void {
  const key = `importantDays/${day.id}`;
  const aggregate = { id: day.id, version: day.revision };
  // Who left is nobody's to congratulate; should the contact come back, its day is planned anew.
  if (!owner || !day.nextDate || contact?.leftTime) return cancelDay(tx, day);
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
      greeting: day.greeting ? greetingText(day.kind, name, languageOf(customer, contact, owner)) : '',
    },
  });
}

/** Cancels the reminder of a day. */
export function cancelDay(tx: Transaction, { id, revision }: Pick<ImportantDay, 'id' | 'revision'>): void {
  const aggregate = { id, version: revision };
  tx.emit('kontor.notification.v1.ReminderCancelled', aggregate, { key: `importantDays/${id}`, revision });
}
