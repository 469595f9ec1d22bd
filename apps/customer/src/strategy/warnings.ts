import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import type { Beside } from './clock-book.js';
import { hasBought, startOfRun } from './clock-sql.js';

/**
 * What clocks ask of customers that stands beside them, by the customers' ids: when their owners were warned of the run of
 * each clock that runs now, and whether they have bought.
 */
export async function besideOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, Beside>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; bought: boolean; cause: ReclaimCause | null; time: string }>(
    `SELECT c.id, ${hasBought('c')} AS bought, w.cause, w.time
     FROM customer c LEFT JOIN reclaim_warning w ON w.customer_id = c.id
       AND w.owner_id = c.owner_id AND w.stage = 'owner'
       AND w.clock_start = ${startOfRun('c', 'w.cause')}
     WHERE c.id = ANY ($1::uuid[])`,
    [ids],
  );
  const beside = new Map<string, Beside>();
  for (const { id, bought, cause, time } of rows) {
    const warned = { ...beside.get(id)?.warned, ...(cause && { [cause]: Date.parse(time) }) };
    beside.set(id, { bought, warned });
  }
  return beside;
}
