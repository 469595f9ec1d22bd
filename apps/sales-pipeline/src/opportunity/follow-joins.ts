import type { ContactJoin } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Transaction } from '@kontor/database/transaction';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { nobodys } from '../customer-copy/customer-copy.js';
import { emitOpportunityChanged } from './opportunity-events.js';
import { Opportunity } from './opportunity.entity.js';

/** Gives opportunities the contact that stands, after contacts became one or two again. The merges are locked. */
export async function followJoins(tx: Transaction, joins: readonly ContactJoin[]): Promise<void> {
  if (joins.length === 0) return;
  const ids = joins.flatMap(({ keptId, droppedId }) => [keptId, droppedId]);
  const strayed = await tx.select(
    Opportunity,
    `(r.contact_id = ANY ($1::uuid[]) OR r.told_contact_id = ANY ($1::uuid[]))
       AND contact_root(r.told_contact_id) <> r.contact_id`,
    [ids],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const before of strayed) {
    const [root] = await tx.query<{ id: string }>('SELECT contact_root($1::uuid) AS id', [
      before.toldContactId,
    ]);
    const customer = await tx.find(CustomerCopy, before.customerId);
    const after = tx.update(Opportunity, before, { contactId: root?.id ?? before.toldContactId });
    emitOpportunityChanged(tx, before, after, customer?.guardianId ?? nobodys);
  }
}
