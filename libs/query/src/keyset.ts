import { columnSql } from './column-sql.js';
import { valueIn } from './fields.js';
import type { OrderKey } from './order.js';
import { comparable, sqlType } from './values.js';

/** Where one row stands in an order: its value for each key, as JSON keeps it. */
export type Position = readonly (string | number | boolean | null)[];

interface Step {
  column: string;
  /** The placeholder of the value with its cast; empty where the value is null. */
  value: string;
  isNull: boolean;
  descending: boolean;
  nullable: boolean;
}

/** The position of a row, read from the properties that the keys name. A missing value is a fault of the caller. */
export function positionOf(row: object, keys: readonly OrderKey[]): Position {
  return keys.map(({ field }) => {
    const value = valueIn(row, field);
    const known = comparable(field, value);
    if (known === null) {
      if (field.nullable) return null;
      throw new Error(`the row has no value for ${field.name}, by which the list is ordered`);
    }
    if (field.type === 'time') return value instanceof Date ? value.toISOString() : String(value);
    if (field.type === 'decimal') return String(value);
    return typeof known === 'bigint' ? known.toString() : known;
  });
}

/**
 * The condition for rows behind a position in the order; values are appended to `params`. One row comparison
 * where all keys run in one direction and none can be null, since an index serves that as one range; otherwise
 * key by key, behind a bound on the first key from which the index can start.
 */
export function keysetSql(
  keys: readonly OrderKey[],
  position: Position,
  params: unknown[],
  alias?: string,
): string {
  const steps = keys.map((key, index) => stepOf(key, position[index] ?? null, params, alias));
  const [first] = steps;
  if (first === undefined) throw new Error('an order has at least one key');
  const plain = steps.every((step) => step.descending === first.descending && !step.nullable);
  if (plain) {
    const [columns, values] = [steps.map(({ column }) => column), steps.map(({ value }) => value)];
    return `(${columns.join(', ')}) ${first.descending ? '<' : '>'} (${values.join(', ')})`;
  }
  const behind = behindSql(steps);
  const bound = boundSql(first);
  return bound === undefined ? behind : `(${bound} AND ${behind})`;
}

function stepOf(
  { field, descending }: OrderKey,
  value: Position[number],
  params: unknown[],
  alias?: string,
): Step {
  const column = columnSql(field, alias);
  const shape = { column, descending, nullable: field.nullable };
  if (value === null) return { ...shape, value: '', isNull: true };
  params.push(field.encode ? field.encode(value) : value);
  return { ...shape, value: `$${params.length}::${sqlType(field)}`, isNull: false };
}

/** Behind by the first key, or equal in it and behind by the rest. */
function behindSql([first, ...rest]: readonly Step[]): string {
  if (first === undefined) return 'FALSE';
  const strictly = strictlySql(first);
  if (rest.length === 0) return strictly;
  const equal = first.isNull ? `${first.column} IS NULL` : `${first.column} = ${first.value}`;
  return `(${strictly} OR (${equal} AND ${behindSql(rest)}))`;
}

function strictlySql({ column, value, isNull, descending, nullable }: Step): string {
  if (isNull) return descending ? `${column} IS NOT NULL` : 'FALSE';
  if (descending) return `${column} < ${value}`;
  return nullable ? `(${column} > ${value} OR ${column} IS NULL)` : `${column} > ${value}`;
}

function boundSql({ column, value, isNull, descending, nullable }: Step): string | undefined {
  if (isNull) return undefined;
  if (descending) return `${column} <= ${value}`;
  return nullable ? undefined : `${column} >= ${value}`;
}
