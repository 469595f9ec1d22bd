import type { Transaction } from '@kontor/database/transaction';
import type { QueryFields } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';
import { filterSql } from '@kontor/query/filter-sql';
import { cellsSql, reachedSql } from '../count/cells.js';
import { flowsSql } from '../count/flows.js';
import { asksOwner, cellFields, cellsAnswer } from '../count/rules/cell-filter.js';
import { scopeSql, type ScopeOwners } from './scope.js';

const ofOwners = (owners: ScopeOwners) => (owners ? `r.assignment_state = 'assigned'` : 'TRUE');

/** How many customers of a scope a filter finds that kept counts answer. */
export async function countCells(
  tx: Transaction,
  filter: Filter,
  fields: QueryFields,
  owners: ScopeOwners,
): Promise<number> {
  const params: unknown[] = [];
  const source = cellsSql(owners, params, { byGuardian: asksOwner(filter) });
  const condition = filterSql(filter, cellFields(fields), params, 'r');
  return sumOf(tx, source, `(${condition}) AND ${ofOwners(owners)}`, params);
}

async function sumOf(tx: Transaction, source: string, where: string, params: unknown[]): Promise<number> {
  const [row] = await tx.query<{ value: number }>(
    `SELECT coalesce(sum(r.count), 0)::int AS value FROM ${source} WHERE ${where}`,
    params,
  );
  return row?.value ?? 0;
}

/** The condition that everybody fulfils. */
const everybody: Filter = { field: 'id', op: 'isNull', value: false };

/** How many customers that the caller reaches a filter finds, where kept counts answer it; undefined where rows are to be counted. */
export async function countKept(
  tx: Transaction,
  asked: Filter | undefined,
  fields: QueryFields,
): Promise<number | undefined> {
  const filter = asked ?? everybody;
  if (!cellsAnswer(filter)) return undefined;
  const params: unknown[] = [];
  const source = reachedSql(tx, params, { byGuardian: asksOwner(filter) });
  return sumOf(tx, source, filterSql(filter, cellFields(fields), params, 'r'), params);
}

/** How many a scope has less now than at the end of each day from the first given on, for days that changed it. */
export async function changesSince(
  tx: Transaction,
  { filter, fields, owners }: { filter: Filter; fields: QueryFields; owners: ScopeOwners },
  { firstDay, timeZone }: { firstDay: string; timeZone: string },
): Promise<ReadonlyMap<string, number>> {
  const params: unknown[] = [];
  const source = flowsSql(owners, { firstDay, timeZone, byGuardian: asksOwner(filter) }, params);
  const condition = filterSql(filter, cellFields(fields), params, 'r');
  const rows = await tx.query<{ day: string; change: number }>(
    `SELECT to_char(r.day, 'YYYY-MM-DD') AS day, sum(r.entered - r."left" + r.other)::int AS change
     FROM ${source} WHERE (${condition}) AND ${ofOwners(owners)} GROUP BY r.day`,
    params,
  );
  return new Map(rows.map(({ day, change }) => [day, change]));
}

/** How many customers of a scope a filter finds among the rows: of owners by their index, of the company by a scan. */
export async function countRows(
  tx: Transaction,
  filter: Filter,
  fields: QueryFields,
  owners: ScopeOwners,
): Promise<number> {
  const params: unknown[] = [];
  const condition = filterSql(filter, fields, params, 'r');
  const [row] = await tx.query<{ value: number }>(
    `SELECT count(*)::int AS value FROM customer r WHERE (${condition}) AND ${scopeSql(owners, params)}`,
    params,
  );
  return row?.value ?? 0;
}
