import type { HandoverCount } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Transaction } from '@kontor/database/transaction';

/** Statuses of customers with whom nothing is at work. */
const closed = `('lost')`;

/** What a person owns in this service. The only object here whose rows have an owner is the customer. */
export async function ownedBy(tx: Transaction, personId: string): Promise<HandoverCount[]> {
  const [counts] = await tx.query<{ open: number; closed: number }>(
    `SELECT count(*) FILTER (WHERE status NOT IN ${closed})::int AS open,
       count(*) FILTER (WHERE status IN ${closed})::int AS closed FROM customer WHERE owner_id = $1`,
    [personId],
  );
  return [{ object: 'customer', open: counts?.open ?? 0, closed: counts?.closed ?? 0 }];
}

/** How many records of this service a person owns, whatever their status. */
export async function countOwnedBy(tx: Transaction, personId: string): Promise<number> {
  const counts = await ownedBy(tx, personId);
  return counts.reduce((sum, { open, closed: over }) => sum + open + over, 0);
}
