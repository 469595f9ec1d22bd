import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** Gives a customer that stands every opportunity that was made for it or for one that became part of it. */
export async function followMerge(tx: Transaction, root: string): Promise<void> {
  const strayed = await tx.select(
    Opportunity,
    'r.told_customer_id IN (SELECT customer_tree($1::uuid)) AND r.customer_id <> $1::uuid',
    [root],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  if (strayed.length === 0) return;
  const customer = await tx.find(CustomerCopy, root);
  for (const before of strayed) {
    const after = tx.update(Opportunity, before, { customerId: root });
    emitOpportunityChanged(tx, before, after, customer?.guardianId ?? nobodys);
  }
}
