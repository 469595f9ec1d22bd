import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** Opportunities that were talked about with a contact that is no more name none. */
export async function loseContact(tx: Transaction, contactId: string): Promise<void> {
  const without = await tx.select(
    Opportunity,
    'r.contact_id = $1 OR r.told_contact_id = $1',
    [contactId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const before of without) {
    const customer = await tx.find(CustomerCopy, before.customerId);
    const after = tx.update(Opportunity, before, { contactId: undefined, toldContactId: undefined });
    emitOpportunityChanged(tx, before, after, customer?.guardianId ?? nobodys);
  }
}
