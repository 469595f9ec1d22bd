import type { Transaction } from '@kontor/database/transaction';
import { Customer } from '../customer/customer.entity.js';
import { ownersAreLess, withRecords, type SeenReach } from './rules/reach-less.js';

/** Whose records a file shows with these customers, or what hangs on them. */
export async function seenWith(
  tx: Transaction,
  seen: SeenReach | undefined,
  customerIds: readonly string[],
): Promise<SeenReach> {
  const customers = await tx.query<{ id: string; guardianId: string }>(
    'SELECT id, guardian_id AS "guardianId" FROM customer WHERE id = ANY ($1::uuid[])',
    [[...new Set(customerIds)]],
  );
  return withRecords(seen, tx.reach('customer').owners, customers);
}

/** Whether the caller reaches less than a file shows. */
export async function reachIsLess(tx: Transaction, seen: SeenReach): Promise<boolean> {
  if (ownersAreLess(tx.reach('customer').owners, seen)) return true;
  if (seen.shared.length === 0) return false;
  const still = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [seen.shared]);
  return still.length < seen.shared.length;
}
