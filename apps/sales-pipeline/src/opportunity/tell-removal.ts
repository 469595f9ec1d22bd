import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** Tells of every opportunity of a customer that is no more; they keep standing, a version higher. */
export async function tellRemoval(tx: Transaction, customerId: string): Promise<void> {
  const left = await tx.select(
    Opportunity,
    'r.customer_id = $1',
    [customerId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  if (left.length === 0) return;
  const customer = await tx.find(CustomerCopy, customerId);
  for (const before of left)
    emitOpportunityChanged(tx, before, tx.update(Opportunity, before, {}), customer?.guardianId ?? nobodys);
}
