import { columnSql } from './column-sql.js';
import type { QueryField, QueryFields } from './fields.js';
import { echo, refusal } from './refusal.js';

/** One key of an order. Null counts as greater than every value: last when ascending, first when descending. */
export interface OrderKey {
  field: QueryField;
  descending: boolean;
}

/** How many fields `orderBy` may name. */
const maxOrderKeys = 3;

const keyForm = /^([A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)?)(?: +(asc|desc))?$/;

/** Stands in where the record's fields do not list an id: every table has this column as its primary key. */
const plainId: QueryField = {
  name: 'id',
  column: 'id',
  type: 'uuid',
  nullable: false,
  filterable: false,
  sortable: false,
};

/**
 * Reads `orderBy`: field names behind each other with commas, each with an optional `asc` or `desc`. Blank text
 * means `defaultOrder`. The id is added as the last key, in the direction of the key before it, so that no two
 * rows are equal. Throws `invalid` for the field `orderBy` with a reason of `queryMessages`.
 */
export function parseOrder(text: string | undefined, fields: QueryFields, defaultOrder: string): OrderKey[] {
  const chosen = text === undefined || text.trim() === '' ? defaultOrder : text;
  const parts = chosen.split(',', maxOrderKeys + 1);
  if (parts.length > maxOrderKeys) throw refusal('orderBy', 'order-too-many', { max: maxOrderKeys });
  const keys = parts.map((part) => readKey(part.trim(), fields));
  const twice = keys.find((key, index) => keys.findIndex((other) => other.field === key.field) < index);
  if (twice !== undefined) throw refusal('orderBy', 'order-field-twice', { field: twice.field.name });
  return withId(keys, fields);
}

/** The keys as ORDER BY wants them, without these two words; where nulls stand is Postgres' own default. */
export function orderSql(keys: readonly OrderKey[], alias?: string): string {
  return keys
    .map(({ field, descending }) => `${columnSql(field, alias)} ${descending ? 'DESC' : 'ASC'}`)
    .join(', ');
}

function readKey(part: string, fields: QueryFields): OrderKey {
  const [, name, direction] = keyForm.exec(part) ?? [];
  if (name === undefined) throw refusal('orderBy', 'order-malformed', { part: echo(part) });
  const field = fields.get(name);
  if (field?.sortable !== true) throw refusal('orderBy', 'order-field-unknown', { field: echo(name) });
  if (field.closed) throw refusal('orderBy', field.closed, { field: echo(name) });
  return { field, descending: direction === 'desc' };
}

/** Keys behind the id would decide nothing, so the id ends the order wherever it was named. */
function withId(keys: OrderKey[], fields: QueryFields): OrderKey[] {
  const named = keys.findIndex(({ field }) => field.name === 'id');
  if (named >= 0) return keys.slice(0, named + 1);
  const id = fields.get('id') ?? plainId;
  return [...keys, { field: id, descending: keys.at(-1)?.descending ?? false }];
}
