import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { superiorsOf } from '../customer/guardian.js';
import { poolsById } from './pools-by-id.js';

const batchSize = 200;

/**
 * Finds a keeper for one batch of customers without owner whose keeper has left, or whose pool has another manager: the
 * manager of the pool, else the nearest superior of who kept them. Resolves to whether there may be more.
 */
export function keepAnew(work: UnitOfWork): Promise<boolean> {
  return work.write(serviceCall('customer', 'find keepers'), async (tx) => {
    const customers = await tx.select(
      Customer,
      `r.owner_id IS NULL AND r.keeper_id IS NOT NULL AND (
         r.guardian_id IN (SELECT id FROM person_copy WHERE status = 'left')
         OR EXISTS (SELECT 1 FROM pool p WHERE p.id = r.pool_id AND p.manager_id <> r.guardian_id
           AND NOT EXISTS (SELECT 1 FROM person_copy m WHERE m.id = p.manager_id AND m.status = 'left')))`,
      [],
      `LIMIT ${batchSize} FOR NO KEY UPDATE OF r SKIP LOCKED`,
    );
    await giveKeepers(tx, customers);
    return customers.length === batchSize;
  });
}

async function giveKeepers(tx: Transaction, customers: readonly Customer[]): Promise<void> {
  const pools = await poolsById(
    tx,
    customers.flatMap(({ poolId }) => poolId ?? []),
  );
  const above = await superiorsOf(
    tx,
    customers.flatMap(({ keeperId }) => keeperId ?? []),
  );
  const managers = [...pools.values()].map(({ managerId }) => managerId);
  const gone = await tx.query<{ id: string }>(
    `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status = 'left'`,
    [managers],
  );
  const left = new Set(gone.map(({ id }) => id));
  for (const before of customers) {
    const manager = pools.get(before.poolId ?? '')?.managerId;
    const keeperId = manager && !left.has(manager) ? manager : above.get(before.keeperId ?? '');
    const after = tx.update(Customer, before, { keeperId });
    emitCustomerChanged(tx, before, after);
  }
}
