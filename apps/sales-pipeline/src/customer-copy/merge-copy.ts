import type { Transaction } from '@kontor/database/transaction';

/** A merge of two customers, as the customer service tells it. */
export interface ToldMerge {
  mergeId: string;
  winnerId: string;
  loserId: string;
}

const lock = `hashtext('customer_merge_copy')`;

/**
 * The customer that one became part of, itself where it stands. Until the transaction ends no merge is taken over: what
 * is hung on the customer now is found by the next one.
 */
export async function standingCustomer(tx: Transaction, customerId: string): Promise<string> {
  await tx.query(`SELECT pg_advisory_xact_lock_shared(${lock})`);
  const [found] = await tx.query<{ id: string }>('SELECT customer_root($1::uuid) AS id', [customerId]);
  return found?.id ?? customerId;
}

/**
 * Takes over a merge, or that it was undone, and returns the customers of which something may stand elsewhere now; none
 * where that was known. An undone merge stays undone, also where it is heard of later than its undoing.
 */
export async function copyMerge(tx: Transaction, merge: ToldMerge, undone: boolean): Promise<string[]> {
  const { mergeId, winnerId, loserId } = merge;
  await lockMerges(tx);
  const news = await tx.query(
    `INSERT INTO customer_merge_copy AS known (id, winner_id, loser_id, undone) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET undone = true WHERE excluded.undone AND NOT known.undone RETURNING known.id`,
    [mergeId, winnerId, loserId, undone],
  );
  if (news.length === 0) return [];
  const roots = await tx.query<{ id: string }>(
    'SELECT DISTINCT customer_root(one) AS id FROM unnest($1::uuid[]) AS one ORDER BY 1',
    [[winnerId, loserId]],
  );
  return roots.map(({ id }) => id);
}

/** What hangs on merged customers changes by one transaction at a time. */
export async function lockMerges(tx: Transaction): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${lock})`);
}
