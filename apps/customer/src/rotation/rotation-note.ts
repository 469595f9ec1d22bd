import type { RotationCount } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { Transaction } from '@kontor/database/transaction';
import { filterSql } from '@kontor/query/filter-sql';
import type { CustomerFilters } from '../customer/customer-filters.js';
import { Customer } from '../customer/customer.entity.js';
import type { Rotation } from './rotation.entity.js';

/**
 * Notes which customers a round is about, in the name and with the rights of who planned it: those of the givers that
 * match the filter, with those that stay for their status or because they are frozen. Throws `invalid` naming `filter`, and `forbidden` for a
 * filter by what the planner does not see.
 */
export async function noteCustomers(
  tx: Transaction,
  { id, round, moves, filter, excludeStatuses }: Rotation,
  filters: CustomerFilters,
): Promise<void> {
  const params: unknown[] = [
    id,
    round,
    moves.map(({ fromId }) => fromId),
    moves.map(({ toId }) => toId),
    excludeStatuses,
  ];
  const parsed = filter ? filters.readFor(tx.call.caller, filter) : undefined;
  const matches = parsed ? filterSql(parsed, filters.fields, params, 'r') : 'TRUE';
  const visible = tx.visible(Customer, 'r', params);
  await tx.query(
    `INSERT INTO rotation_item (id, rotation_id, round, customer_id, from_id, to_id, state, reason)
     SELECT uuidv7(), $1::uuid, $2::integer, r.id, r.owner_id, m.to_id,
       CASE WHEN r.status = ANY ($5::text[]) OR r.freeze_until > now() THEN 'skipped' ELSE 'planned' END,
       CASE WHEN r.status = ANY ($5::text[]) THEN 'status-excluded' WHEN r.freeze_until > now() THEN 'frozen' ELSE '' END
     FROM unnest($3::uuid[], $4::uuid[]) AS m (from_id, to_id) JOIN customer r ON r.owner_id = m.from_id
     WHERE (${matches}) AND ${visible}`,
    params,
  );
}

/** How each move of the present round fares. */
export function countItems(tx: Transaction, { id, round, moves }: Rotation): Promise<RotationCount[]> {
  return tx.query<RotationCount>(
    `SELECT m.from_id AS "fromId", m.to_id AS "toId",
       count(*) FILTER (WHERE i.state = 'planned')::int AS planned,
       count(*) FILTER (WHERE i.state = 'moved')::int AS moved,
       count(*) FILTER (WHERE i.state = 'skipped')::int AS skipped
     FROM unnest($3::uuid[], $4::uuid[]) WITH ORDINALITY AS m (from_id, to_id, place)
     LEFT JOIN rotation_item i ON i.rotation_id = $1 AND i.round = $2 AND i.from_id = m.from_id
     GROUP BY m.from_id, m.to_id, m.place ORDER BY m.place`,
    [id, round, moves.map(({ fromId }) => fromId), moves.map(({ toId }) => toId)],
  );
}
