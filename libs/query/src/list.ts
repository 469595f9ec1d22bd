import { refuseCovered, type Covered } from './covered-fields.js';
import type { QueryFields } from './fields.js';
import { filterSql } from './filter-sql.js';
import { parseFilter, type Filter } from './filter.js';
import { keysetSql, positionOf } from './keyset.js';
import { firstRows, type FirstRows, type OwnerOrder } from './owner-order.js';
import { orderSql, parseOrder, type OrderKey } from './order.js';
import { decodePageToken, encodePageToken } from './page-token.js';
import { refusal } from './refusal.js';

/** The parameters that every list call takes; empty text means absent, as in protobuf. */
export interface ListRequest {
  pageSize?: number;
  pageToken?: string;
  orderBy?: string;
  filter?: string;
  withTotal?: boolean;
}

/** A condition with its own parameters, named from `$1` on. */
export interface Where {
  where: string;
  params: unknown[];
}

/** What a list call knows besides its request. */
export interface ListOptions {
  /** What this caller may filter and sort by. */
  fields: QueryFields;
  /** Order when the request has none, in the form of `orderBy`: `createTime desc`. */
  defaultOrder: string;
  /** Contract path of the call; page tokens of one call are void in every other. */
  method: string;
  /** Seals page tokens. */
  secret: string;
  maxPageSize?: number;
  defaultPageSize?: number;
  /** Alias of the table in the statement that the condition goes into. */
  alias?: string;
  /**
   * What the call itself narrows the list to, such as the customer of its path. Page tokens are bound to it, or to `means`,
   * where the same is said in several ways.
   */
  scope?: Where & { means?: unknown };
  /**
   * Orders in which an index has the rows of each owner, if the scope narrows little or by what is in the index: a team's
   * page is then merged from them. Of other pages of a list that has some, indexes alone say which rows they have, before
   * any row is fetched.
   */
  perOwner?: readonly OwnerOrder[];
  /** Fields by which this caller may not filter or order, though the list can: those that the caller does not see. */
  covered?: Covered;
}

/** One page of rows, and the token of the next page where there is one. */
export interface ListPage<Row> {
  rows: Row[];
  nextPageToken?: string;
}

/** What to select for one page. The caller adds its row predicate to `where` and runs it. */
export interface ListPlan extends Where {
  /** The keys behind ORDER BY. */
  orderSql: string;
  /** One row more than the page has: its presence means that there is a next page. */
  limit: number;
  /** `ORDER BY … LIMIT …` of the two. */
  tail: string;
  /** How the first rows are found where several owners have them. */
  first?: FirstRows;
  /** What to count for the total size: the whole list, not the rest of it. Present when the request asks. */
  total?: Where;
  /** Makes the page of the selected rows, whose properties are field names. */
  finish<Row extends object>(rows: readonly Row[]): ListPage<Row>;
}

/**
 * Plans one page of a list. Throws `invalid` naming `filter`, `orderBy`, `pageSize` or `pageToken`, and `forbidden`
 * field-hidden for a filter or an order by what the caller does not see.
 */
export function listQuery(request: ListRequest, options: ListOptions): ListPlan {
  const { fields, alias, secret } = options;
  const size = pageSizeOf(request.pageSize, options);
  const filter = request.filter ? parseFilter(request.filter, fields) : undefined;
  const keys = parseOrder(request.orderBy, fields, options.defaultOrder);
  if (options.covered) refuseCovered(options.covered, fields, filter, request.orderBy?.trim() ? keys : []);
  const list = listName(options, filter, keys);

  const whole = wholeList(filter, options);
  const params = [...whole.params];
  const conditions = whole.where === '' ? [] : [whole.where];
  if (request.pageToken) {
    const position = decodePageToken(request.pageToken, list, secret);
    conditions.push(keysetSql(keys, position, params, alias));
  }
  const order = orderSql(keys, alias);
  const first = firstRows(filter, keys, options, size + 1);
  return {
    where: conditions.join(' AND ') || 'TRUE',
    params,
    orderSql: order,
    limit: size + 1,
    tail: `ORDER BY ${order} LIMIT ${size + 1}`,
    ...(first && { first }),
    ...(request.withTotal === true && { total: { where: whole.where || 'TRUE', params: whole.params } }),
    finish: (rows) => {
      const shown = rows.slice(0, size);
      const last = shown.at(-1);
      if (rows.length <= size || last === undefined) return { rows: shown };
      return { rows: shown, nextPageToken: encodePageToken(positionOf(last, keys), list, secret) };
    },
  };
}

function wholeList(filter: Filter | undefined, { fields, alias, scope }: ListOptions): Where {
  const params = [...(scope?.params ?? [])];
  const conditions = scope === undefined ? [] : [`(${scope.where})`];
  if (filter !== undefined) conditions.push(filterSql(filter, fields, params, alias));
  return { where: conditions.join(' AND '), params };
}

function pageSizeOf(
  asked: number | undefined,
  { maxPageSize = 200, defaultPageSize = 50 }: ListOptions,
): number {
  if (asked === undefined) return Math.min(defaultPageSize, maxPageSize);
  if (Number.isInteger(asked) && asked >= 1 && asked <= maxPageSize) return asked;
  throw refusal('pageSize', 'page-size-invalid', { max: maxPageSize });
}

/** Everything that gives positions their meaning, the types of the keys included: they may change with a release. */
function listName(
  { method, scope }: ListOptions,
  filter: Filter | undefined,
  keys: readonly OrderKey[],
): string {
  const order = keys.map(({ field, descending }) => [
    field.name,
    field.type,
    field.integer === true,
    descending,
  ]);
  return JSON.stringify([method, scope?.means ?? scope ?? null, filter ?? null, order]);
}
