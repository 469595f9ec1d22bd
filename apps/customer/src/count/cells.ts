import type { StatusCount } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import { sharedIdsSql } from '@kontor/access/row-policy';
import type { Transaction } from '@kontor/database/transaction';

/** The guardian of the cells of all customers together. */
export const everyones = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * The kept counts of now as a FROM item `r`, of all customers or of those whose guardians are given: `count` customers
 * in each `status` and `assignment_state` of each `guardian_id`, which is `owner_id` where it owns them. A cell may come
 * in several rows, also negative ones: they are to be summed. One snapshot sees cells and open deltas together, so that
 * the sum is the number of rows. With `byGuardian` the company's cells come by their guardians. Appends to `params`.
 */
export function cellsSql(
  guardians: readonly string[] | null,
  params: unknown[],
  { byGuardian = false } = {},
): string {
  const given = guardians && `guardian_id = ANY ($${params.push(guardians)}::uuid[])`;
  const company = byGuardian ? `guardian_id <> '${everyones}'` : `guardian_id = '${everyones}'`;
  return `(
    SELECT *, CASE assignment_state WHEN 'assigned' THEN guardian_id END AS owner_id FROM (
      SELECT guardian_id, assignment_state, status, count FROM customer_cell WHERE ${given ?? company}
      UNION ALL
      SELECT guardian_id, assignment_state, status, change FROM customer_delta WHERE ${given ?? 'TRUE'}
    ) cell) r`;
}

/** How many customers of a scope are in each status; statuses that no customer has are left out. */
export function countOwned(tx: Transaction, owners: readonly string[] | null): Promise<StatusCount[]> {
  const params: unknown[] = [];
  const source = cellsSql(owners, params);
  const whose = owners ? `WHERE r.assignment_state = 'assigned'` : '';
  return tx.query<StatusCount>(
    `SELECT r.status, sum(r.count)::int AS count FROM ${source} ${whose} ${byStatus}`,
    params,
  );
}

/** How many customers the caller reaches in each status, shared ones among them. */
export function countReached(tx: Transaction): Promise<StatusCount[]> {
  const params: unknown[] = [];
  const source = reachedSql(tx, params);
  return tx.query<StatusCount>(
    `SELECT r.status, sum(r.count)::int AS count FROM ${source} ${byStatus}`,
    params,
  );
}

/**
 * The kept counts of what the caller reaches as a FROM item `r`: those of whose customers the caller sees, and one for
 * each customer of others that is shared. As `cellsSql` otherwise. Appends to `params`.
 */
export function reachedSql(tx: Transaction, params: unknown[], by?: { byGuardian?: boolean }): string {
  const { owners, grantees } = tx.reach('customer');
  const source = cellsSql(owners === 'all' ? null : owners, params, by);
  if (owners === 'all' || grantees.length === 0) return source;
  const shared = sharedIdsSql('customer', grantees, params);
  return `(
    SELECT r.guardian_id, r.owner_id, r.assignment_state, r.status, r.count FROM ${source}
    UNION ALL
    SELECT c.guardian_id, c.owner_id, c.assignment_state, c.status, 1 FROM customer c
    WHERE c.id = ANY (ARRAY(${shared})) AND c.guardian_id <> ALL ($${params.push(owners)}::uuid[])
  ) r`;
}

const byStatus = 'GROUP BY r.status HAVING sum(r.count) <> 0 ORDER BY r.status';
