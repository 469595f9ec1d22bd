import type { Transaction } from '@kontor/database/transaction';
import { Interaction } from '../interaction/interaction.entity.js';
import type { Customer } from './customer.entity.js';

/** Name of the reminder among all. */
const reminderKey = (customer: Customer) => `customers/${customer.id}/next-contact`;

/**
 * Plans the reminder of the next contact, for the customer's owner; cancels it where nobody owns the customer: nobody is
 * to be reminded then. The customer's version is its revision.
 */
export function planNextContact(tx: Transaction, customer: Customer, talk: Interaction): void {
  if (!customer.ownerId) return cancelNextContact(tx, customer);
  tx.emit('kontor.notification.v1.ReminderSet', customer, {
    key: reminderKey(customer),
    revision: customer.version,
    personId: customer.ownerId,
    dueTime: talk.nextContactTime,
    timeZone: talk.nextContactTimeZone,
    minutesBefore: talk.remindMinutesBefore,
    template: 'next-contact',
    about: `customers/${customer.id}`,
    values: { customerName: customer.name, customerNumber: customer.number, nextAction: talk.nextAction },
  });
}

/** Cancels the reminder: the contact took place or is no longer planned. */
export function cancelNextContact(tx: Transaction, customer: Customer): void {
  tx.emit('kontor.notification.v1.ReminderCancelled', customer, {
    key: reminderKey(customer),
    revision: customer.version,
  });
}

/** Plans the reminder again after the customer changed its name or owner; nothing if no contact is planned. */
export async function planNextContactAnew(tx: Transaction, customer: Customer): Promise<void> {
  if (!customer.nextContactInteractionId) return;
  // A transferred customer may be out of the caller's sight already, its talk with it: read by id alone.
  const talk = await tx.find(Interaction, customer.nextContactInteractionId);
  if (talk) planNextContact(tx, customer, talk);
}
