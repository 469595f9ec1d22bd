import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { startOfRun } from './clock-sql.js';

/** Rows of one transaction. */
const batch = 1_000;

/**
 * Removes warnings of runs of clocks that are over: the customer has another owner or none, or was talked to since. They
 * are kept for a month, lest a talk that is taken back has its owner warned twice. Resolves to whether there may be more.
 */
export function forgetWarnings(work: UnitOfWork): Promise<boolean> {
  return work.write(serviceCall('customer', 'tidy'), async (tx) => {
    const gone = await tx.query(
      `DELETE FROM reclaim_warning w WHERE w.ctid = ANY (ARRAY(
         SELECT o.ctid FROM reclaim_warning o LEFT JOIN customer c ON c.id = o.customer_id
         WHERE o.time < now() - interval '30 days' AND (c.owner_id IS DISTINCT FROM o.owner_id
           OR o.clock_start <> ${startOfRun('c', 'o.cause')})
         ORDER BY o.time LIMIT ${batch} FOR UPDATE OF o SKIP LOCKED)) RETURNING 1`,
    );
    return gone.length === batch;
  });
}
