import type { Transaction } from '@kontor/database/transaction';
import type { QueryFields } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';
import { filterSql } from '@kontor/query/filter-sql';
import { fieldsThen } from './rules/past.js';
import { scopeSql, type ScopeOwners } from './scope.js';

/**
 * How many of the customers that people have now were there then, in the stages they had then: what the first change
 * since has left. Throws `invalid` metric-without-past where the filter asks for what has no history.
 */
export async function countThen(
  tx: Transaction,
  filter: Filter,
  fields: QueryFields,
  owners: ScopeOwners,
  then: string,
): Promise<number> {
  const params: unknown[] = [];
  const at = `$${params.push(then)}::timestamptz`;
  const theirs = scopeSql(owners, params);
  const condition = filterSql(filter, fieldsThen(filter, fields), params, 'r');
  const [row] = await tx.query<{ value: number }>(
    `SELECT count(*)::int AS value FROM (
       SELECT r.*, coalesce((SELECT s.from_status FROM stage_change s
         WHERE s.customer_id = r.id AND s.time > ${at} ORDER BY s.time, s.id LIMIT 1), r.status) AS status_then
       FROM customer r WHERE r.create_time <= ${at} AND ${theirs}
     ) r WHERE ${condition}`,
    params,
  );
  return row?.value ?? 0;
}
