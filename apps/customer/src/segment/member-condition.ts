import type { Transaction } from '@kontor/database/transaction';

/** Members that are looked up one by one; where there are more, the list is gone through in its order. */
const few = 2_000;

/**
 * Condition that a customer `r` is a member of the segment, or of the snapshot, whose id is `$1`. The members of a small
 * one are looked up. In a large one, each customer of the list is asked whether it is a member: the page is full soon,
 * and nobody's page costs more the more members others have. OFFSET 0 keeps Postgres from hashing all members for that.
 */
export async function memberCondition(
  tx: Pick<Transaction, 'query'>,
  table: 'segment_member' | 'segment_snapshot_member',
  column: 'segment_id' | 'snapshot_id',
  id: string,
): Promise<string> {
  const [row] = await tx.query<{ small: boolean }>(
    `SELECT count(*) <= ${few} AS small FROM (SELECT 1 FROM ${table} WHERE ${column} = $1 LIMIT ${few + 1}) seen`,
    [id],
  );
  const members = `FROM ${table} m WHERE m.${column} = $1`;
  return row?.small
    ? `r.id = ANY (ARRAY(SELECT m.customer_id ${members}))`
    : `EXISTS (SELECT 1 ${members} AND m.customer_id = r.id OFFSET 0)`;
}
