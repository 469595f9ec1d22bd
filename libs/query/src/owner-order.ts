import { columnSql } from './column-sql.js';
import type { QueryFields } from './fields.js';
import type { Condition, Filter } from './filter.js';
import type { ListOptions } from './list.js';
import type { OrderKey } from './order.js';
import { sqlType } from './values.js';

/** An order in which an index has the rows of each owner: (owner, `given`, `by`, id). Field names. */
export interface OwnerOrder {
  by: string;
  /** A field that stands between owner and order: it serves lists that ask for values of it, and no others. */
  given?: string;
}

/**
 * How the first rows of a list are found by indexes, where several owners have them. `Transaction` of the database library
 * takes it.
 */
export interface FirstRows {
  /** The keys of the order, as SQL. */
  keys: readonly { sql: string; descending: boolean }[];
  limit: number;
  /** Whether an index has the rows of each owner in this order, and nothing else is asked for. */
  byOwner: boolean;
  /** What stands in that index between owner and order, and the values that are asked for. */
  parts?: { sql: string; type: string; values: readonly unknown[] };
}

/** What conditions may ask of a text that many rows have. */
const parts: ReadonlySet<string> = new Set(['contains', 'startsWith']);

/** What conditions on the order's own field may ask: each is a range of the index. */
const ranges: ReadonlySet<string> = new Set(['lt', 'le', 'gt', 'ge', 'eq']);

/**
 * How the first rows of a list are found by the indexes behind `perOwner`: by owner where one of the orders is the list's,
 * and the filter asks for nothing that its index does not have, but for what many rows have. Undefined for lists that name no such indexes.
 */
export function firstRows(
  filter: Filter | undefined,
  keys: readonly OrderKey[],
  { fields, perOwner, alias }: Pick<ListOptions, 'fields' | 'perOwner' | 'alias'>,
  limit: number,
): FirstRows | undefined {
  if (!perOwner) return undefined;
  const all = {
    keys: keys.map(({ field, descending }) => ({ sql: columnSql(field, alias), descending })),
    limit,
  };
  const [{ field: by } = {}] = keys;
  const others = joined(filter)?.filter(
    ({ field, op }) =>
      !(field === by?.name && ranges.has(op)) && !(fields.get(field)?.often === true && parts.has(op)),
  );
  const orders = perOwner.filter((one) => one.by === by?.name);
  if (!others || keys.length > 2) return { ...all, byOwner: false };
  if (others.length === 0) return { ...all, byOwner: orders.some(({ given }) => given === undefined) };
  const [other] = others;
  const given =
    other && others.length === 1 && orders.some((one) => one.given === other.field)
      ? partsOf(other, fields, alias)
      : undefined;
  return { ...all, byOwner: given !== undefined, ...(given && { parts: given }) };
}

/** The conditions that a filter joins by AND; undefined where it is anything else. */
function joined(filter: Filter | undefined): readonly Condition[] | undefined {
  const all = filter === undefined ? [] : 'and' in filter ? filter.and : [filter];
  return all.every((one): one is Condition => 'field' in one) ? all : undefined;
}

/** The values that a condition asks for; undefined where it does not name them. */
function partsOf(
  { field: name, op, value }: Condition,
  fields: QueryFields,
  alias?: string,
): FirstRows['parts'] {
  const field = fields.get(name);
  if (!field || field.expression || field.encode || (op !== 'eq' && op !== 'in')) return undefined;
  return { sql: columnSql(field, alias), type: sqlType(field), values: [...new Set([value].flat())] };
}
