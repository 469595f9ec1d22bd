import type { Transaction } from '@kontor/database/transaction';
import { Customer } from '../customer/customer.entity.js';

/** Members that belong to some people, by the index of members alone; or to anybody, as it is kept. */
export async function countOwned(
  tx: Transaction,
  segmentId: string,
  owners: readonly string[] | 'all',
): Promise<number> {
  const [row] =
    owners === 'all'
      ? await tx.query<{ count: number }>(
          `SELECT coalesce(sum(count), 0)::int AS count FROM (
             SELECT count FROM segment_cell WHERE segment_id = $1
             UNION ALL SELECT change FROM segment_delta WHERE segment_id = $1) kept`,
          [segmentId],
        )
      : await tx.query<{ count: number }>(
          `SELECT count(*)::int AS count FROM segment_member m
           WHERE m.segment_id = $1 AND m.guardian_id = ANY ($2::uuid[])`,
          [segmentId, owners],
        );
  return row?.count ?? 0;
}

/**
 * Members that the caller reaches: those of the people whom the caller reaches, and single customers that are shared with
 * the caller. As many as the list of members has, a second or so after customers changed hands.
 */
export async function countReached(tx: Transaction, segmentId: string): Promise<number> {
  const { owners, grantees } = tx.reach('customer');
  const owned = await countOwned(tx, segmentId, owners);
  if (owners === 'all' || grantees.length === 0) return owned;
  const params: unknown[] = [segmentId, owners, grantees];
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM segment_member m JOIN customer r ON r.id = m.customer_id
     WHERE m.segment_id = $1 AND NOT m.guardian_id = ANY ($2::uuid[])
       AND m.customer_id = ANY (ARRAY(
         SELECT object_id FROM share WHERE object = 'customer' AND grantee_id = ANY ($3::uuid[])))
       AND ${tx.visible(Customer, 'r', params)}`,
    params,
  );
  return owned + (row?.count ?? 0);
}
