import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Changes that are added to the counters in one transaction. */
const batchSize = 5_000;

/**
 * Adds changes to the counters of who holds how many prospects, in one statement, so that their sum is right at any
 * moment. Counters are locked in the order in which lockHeld() locks them. Resolves to whether there may be more.
 */
export async function foldHoldings(work: UnitOfWork): Promise<boolean> {
  const [folded] = await work.write(serviceCall('customer', 'add up what people hold'), (tx) =>
    tx.query<{ count: number }>(
      `WITH due AS (SELECT ctid AS place FROM holding_change LIMIT ${batchSize} FOR UPDATE SKIP LOCKED),
         gone AS (DELETE FROM holding_change c USING due WHERE c.ctid = due.place RETURNING c.person_id, c.change),
         added AS (
           INSERT INTO holding_kept AS h (person_id, held)
           SELECT person_id, sum(change) FROM gone GROUP BY person_id ORDER BY person_id
           ON CONFLICT (person_id) DO UPDATE SET held = h.held + excluded.held)
       SELECT count(*)::int AS count FROM gone`,
    ),
  );
  return (folded?.count ?? 0) >= batchSize;
}
