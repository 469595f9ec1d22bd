import { predicate, sharedIdsSql, type RowAccess } from '@kontor/access/row-policy';
import type { EntityTable } from './entity-table.js';
import type { SelectParts } from './lone-select.js';

/** The first rows of a list in its order, and what indexes have of them. */
export interface FirstRows {
  /** The keys of the order, as SQL in which the table is `r`; the last is the id, so that no two rows are equal. */
  keys: readonly { sql: string; descending: boolean }[];
  limit: number;
  /** Whether an index has the rows of each owner in this order. */
  byOwner: boolean;
  /** A column that stands in that index between owner and order, and the values that the condition asks for. */
  parts?: { sql: string; type: string; values: readonly unknown[] };
}

type Parts = Omit<SelectParts, 'tail' | 'shown'>;

/** Whose rows are merged. */
interface Owners {
  /** The owner's column. */
  column: string;
  ids: readonly string[];
  /** Query of the ids of rows of others that belong to the list, too. */
  shared?: string | undefined;
}

/** Runs of an index that one statement merges at most: each takes a descent, and far more owners have most rows anyway. */
const mostRuns = 1_000;

/**
 * The statement for the first rows where the caller reaches several owners, or one and what is shared; undefined for one
 * owner alone and for all, where a scan of an index in the order of the list has them. Appends to `values`.
 */
export function firstSelect(
  { policy, selectList: columns, name: table }: EntityTable,
  access: RowAccess,
  condition: string,
  first: FirstRows,
  values: unknown[],
): string | undefined {
  if (policy.kind !== 'owned' || access.caller.kind !== 'person') return undefined;
  const { owners: ids, grantees } = access.reach(policy.object);
  if (ids === 'all') return undefined;
  const isShared = grantees.length > 0;
  const where = `(${condition})`;
  const runs = ids.length * (first.parts?.values.length ?? 1);
  if (first.byOwner && runs <= mostRuns && (isShared || runs > 1)) {
    const shared = isShared ? sharedIdsSql(policy.object, grantees, values) : undefined;
    return mergedSelect({ columns, table, where }, { column: policy.column, ids, shared }, first, values);
  }
  if (ids.length === 1) return undefined;
  const visible = predicate(policy, access, 'r', values);
  return lateSelect({ columns, table, where: `${where} AND ${visible}` }, first);
}

/**
 * A SELECT of the first rows that tells by an index alone, where one has all that is asked, which rows they are, and
 * fetches only those: most rows that a page of some people's goes past are of others.
 */
function lateSelect({ columns, table, where }: Parts, { keys, limit }: FirstRows): string {
  const { shown, inIndex, inPage } = orderOf(keys);
  return `SELECT ${columns} FROM (SELECT r.id, ${shown} FROM ${table} r WHERE ${where} ${inIndex} LIMIT ${limit}) page
    JOIN ${table} r ON r.id = page.id ${inPage}`;
}

/**
 * A SELECT of the first rows of several owners: of each owner's run of the index the first few, and more only of runs all
 * of whose first few are among the first of all. However many rows the owners have, and however many others, it reads
 * about twice `limit` times the root of the number of runs, and from the index alone where that has what is asked. The
 * rows themselves are fetched in the end. `where` may say what it likes of `r`, but what few rows satisfy is paid for by
 * reading the others. Appends to `values`.
 */
function mergedSelect(
  { columns, table, where }: Parts,
  owners: Owners,
  { keys, limit, parts }: FirstRows,
  values: unknown[],
): string {
  const few = Math.ceil(limit / Math.sqrt(owners.ids.length * (parts?.values.length ?? 1)));
  const { shown, names, inIndex, inPage } = orderOf(keys);
  const rows = (condition: string, tail: string): string =>
    `SELECT r.id, ${shown} FROM ${table} r WHERE ${condition} AND ${where} ${inIndex} ${tail}`;
  const idsAt = `$${values.push(owners.ids)}::uuid[]`;
  const runs = parts
    ? `unnest(${idsAt}) AS o (owner), unnest($${values.push(parts.values)}::${parts.type}[]) AS p (part)`
    : `(SELECT owner, 0 AS part FROM unnest(${idsAt}) AS o (owner)) o`;
  const ofRun = `r.${owners.column} = run.owner${parts ? ` AND ${parts.sql} = run.part` : ''}`;
  const ofOthers = `r.id = ANY (ARRAY(${owners.shared})) AND r.${owners.column} <> ALL (${idsAt})`;
  return `WITH head AS MATERIALIZED (
      SELECT run.owner, run.part, one.* FROM (SELECT owner, part FROM ${runs}) run
      CROSS JOIN LATERAL (${rows(ofRun, `LIMIT ${few}`)}) one),
    more AS (
      SELECT owner, part FROM (SELECT owner, part FROM head ${inPage} LIMIT ${limit}) first
      GROUP BY owner, part HAVING count(*) = ${few}),
    page AS (
      SELECT ${names} FROM (
        SELECT ${names} FROM head
        UNION ALL SELECT one.* FROM more run
          CROSS JOIN LATERAL (${rows(ofRun, `OFFSET ${few} LIMIT ${limit - few}`)}) one
        ${owners.shared ? `UNION ALL (${rows(ofOthers, `LIMIT ${limit}`)})` : ''}) found
      ${inPage} LIMIT ${limit})
    SELECT ${columns} FROM page JOIN ${table} r ON r.id = page.id ${inPage}`;
}

/** The order as SQL: of the rows of a table, and of what was found of them, which names keys by their places. */
function orderOf(keys: FirstRows['keys']) {
  const by = (name: (sql: string, i: number) => string): string =>
    `ORDER BY ${keys.map(({ sql, descending }, i) => `${name(sql, i)} ${descending ? 'DESC' : 'ASC'}`).join(', ')}`;
  return {
    shown: keys.map(({ sql }, i) => `${sql} AS k${i}`).join(', '),
    names: ['id', ...keys.map((_, i) => `k${i}`)].join(', '),
    inIndex: by((sql) => sql),
    inPage: by((_, i) => `k${i}`),
  };
}
