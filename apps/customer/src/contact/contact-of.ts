import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { Contact } from './contact.entity.js';

/** A contact of a customer, locked by `tail`. Throws not_found contact-not-found, also for one of another customer. */
export async function contactOf(
  tx: Transaction,
  customerId: string,
  id: string,
  tail = '',
): Promise<Contact> {
  const [contact] = await tx.select(Contact, 'r.id = $1 AND r.customer_id = $2', [id, customerId], tail);
  if (!contact) throw new AppError('not_found', 'contact-not-found');
  return contact;
}
