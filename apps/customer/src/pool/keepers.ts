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
    const wrong = await tx.query<{ id: string }>(wronglyKept);
    if (wrong.length === 0) return false;
    const customers = await tx.select(
      Customer,
      `r.id = ANY ($1::uuid[]) AND r.owner_id IS NULL AND r.keeper_id IS NOT NULL`,
      [wrong.map(({ id }) => id)],
      'ORDER BY r.id FOR NO KEY UPDATE OF r SKIP LOCKED',
    );
    await giveKeepers(tx, customers);
    return customers.length > 0 && wrong.length >= batchSize;
  });
}

/**
 * Looked for person by person and pool by pool, each by an index: what it costs grows with those that are wrong, which are
 * few, not with all that wait for an owner.
 */
const wronglyKept = `
  SELECT wrong.id FROM person_copy p CROSS JOIN LATERAL (
    SELECT c.id FROM customer c WHERE c.guardian_id = p.id AND c.owner_id IS NULL LIMIT ${batchSize}) wrong
  WHERE p.status = 'left'
  UNION
  SELECT wrong.id FROM pool p CROSS JOIN LATERAL (
    (SELECT c.id FROM customer c WHERE c.pool_id = p.id AND c.guardian_id < p.manager_id
     ORDER BY c.guardian_id LIMIT ${batchSize})
    UNION ALL
    (SELECT c.id FROM customer c WHERE c.pool_id = p.id AND c.guardian_id > p.manager_id
     ORDER BY c.guardian_id LIMIT ${batchSize})) wrong
  WHERE NOT EXISTS (SELECT 1 FROM person_copy m WHERE m.id = p.manager_id AND m.status = 'left')
  LIMIT ${batchSize}`;

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
    if (keeperId === before.keeperId) continue;
    const after = tx.update(Customer, before, { keeperId });
    emitCustomerChanged(tx, before, after);
  }
}
