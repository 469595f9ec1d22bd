import { sharedIdsSql } from '@kontor/access/row-policy';
import type { Transaction } from '@kontor/database/transaction';
import { countOwned } from './member-counts.js';

/** Members that are looked up one by one; where there are more, the list is gone through in its order. */
const few = 4_000;

/** Condition that a customer `r` is a member, and the values that it asks for. */
export interface MemberCondition {
  where: string;
  params: unknown[];
}

/**
 * Condition that a customer is a member of a segment, or of a snapshot. Few members are looked up: those within the
 * caller's reach, as far as the segment has heard whose they are. Of many, each customer of the list is asked whether it
 * is a member: the page is full soon, and nobody's page costs more the more members others have. OFFSET 0 keeps Postgres
 * from hashing all members for that.
 */
export async function memberCondition(
  tx: Transaction,
  table: 'segment_member' | 'segment_snapshot_member',
  column: 'segment_id' | 'snapshot_id',
  id: string,
): Promise<MemberCondition> {
  const params: unknown[] = [id];
  const members = `SELECT m.customer_id FROM ${table} m WHERE m.${column} = $1`;
  const near = table === 'segment_member' ? withinReach(tx, members, params) : members;
  const small =
    table === 'segment_member' && tx.reach('customer').owners === 'all'
      ? (await countOwned(tx, id, 'all')) <= few
      : await areFew(tx, near, params);
  return small
    ? { where: `r.id = ANY (ARRAY(${near}))`, params }
    : { where: `EXISTS (${members} AND m.customer_id = r.id OFFSET 0)`, params: [id] };
}

async function areFew(tx: Transaction, members: string, params: readonly unknown[]): Promise<boolean> {
  const [row] = await tx.query<{ few: boolean }>(
    `SELECT count(*) <= ${few} AS few FROM (${members} LIMIT ${few + 1}) seen`,
    [...params],
  );
  return row?.few === true;
}

function withinReach(tx: Transaction, members: string, params: unknown[]): string {
  const { owners, grantees } = tx.reach('customer');
  if (owners === 'all') return members;
  const own = `${members} AND m.guardian_id = ANY ($${params.push(owners)}::uuid[])`;
  if (grantees.length === 0) return own;
  const shared = sharedIdsSql('customer', grantees, params);
  return `${own} UNION ALL ${members} AND m.customer_id = ANY (ARRAY(${shared}))`;
}
