import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import type { Warnings } from './clock-book.js';
import { assigned, idleStart, lostStart, runOf } from './clock-sql.js';

/** When the owners of customers were warned of the run of each clock that runs now, by the customers' ids. */
export async function warningsOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, Warnings>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; cause: ReclaimCause; time: string }>(
    `SELECT c.id, w.cause, w.time FROM customer c JOIN reclaim_warning w ON w.customer_id = c.id
       AND w.owner_id = c.owner_id AND w.stage = 'owner'
       AND w.clock_start = CASE w.cause WHEN 'idle' THEN ${runOf('c', idleStart('c'))}
         WHEN 'lost' THEN ${runOf('c', lostStart('c'))} ELSE ${runOf('c', assigned('c'))} END
     WHERE c.id = ANY ($1::uuid[])`,
    [ids],
  );
  const warnings = new Map<string, Warnings>();
  for (const { id, cause, time } of rows) {
    warnings.set(id, { ...warnings.get(id), [cause]: Date.parse(time) });
  }
  return warnings;
}
