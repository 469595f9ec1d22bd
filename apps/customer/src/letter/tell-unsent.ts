import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';

/** A greeting that did not leave. */
interface Unsent {
  letterId: string;
  customer: Customer;
  contact: Contact | undefined;
  /** Why, as a word. */
  reason: string;
  greeting: string;
}

/** Tells the owner of a customer, if there is one, that a greeting did not leave, with the text of it. Told once. */
export function tellUnsent(tx: Transaction, { letterId, customer, contact, reason, greeting }: Unsent): void {
  if (!customer.ownerId) return;
  requestNotice(tx, {
    noticeId: uuidv5('unsent', letterId),
    personId: customer.ownerId,
    template: 'greeting-unsent',
    about: `customers/${customer.id}`,
    values: { customerName: customer.name, contactName: contact?.name ?? '', reason, greeting },
  });
}
