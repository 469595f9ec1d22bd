import type { Transaction } from '@kontor/database/transaction';
import { ContactPreference } from '../contact-guard/contact-preference.entity.js';
import { consentsAfter, type Tick } from './rules/consents-of.js';

/** Notes what a visitor ticked, of the contact or else of the customer, whose row is locked by the caller of this. */
export async function noteConsents(
  tx: Transaction,
  customerId: string,
  contactId: string | undefined,
  tick: Tick,
): Promise<void> {
  if (tick.channels.length === 0) return;
  const [before] = await tx.select(
    ContactPreference,
    'r.customer_id = $1 AND r.contact_id IS NOT DISTINCT FROM $2::uuid',
    [customerId, contactId ?? null],
  );
  const consents = consentsAfter(before?.consents ?? [], tick);
  if (before) tx.update(ContactPreference, before, { consents });
  else tx.insert(ContactPreference, { customerId, contactId, consents, doNotCall: false, timeZone: '' });
}
