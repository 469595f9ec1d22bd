import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldType, QueryField, QueryFields } from '@kontor/query/fields';
import { customPath } from './rules/custom-changes.js';
import { sortableDecimal, sortableDecimalSql } from './rules/sortable-decimal.js';
import { searchColumn } from './rules/search-column.js';

/** What filters and orders do with each type; `words` can be filtered only. */
const queryType: Record<CustomField['type'], FieldType> = {
  text: 'text',
  multiline: 'text',
  number: 'decimal',
  money: 'decimal',
  date: 'date',
  time: 'text',
  boolean: 'boolean',
  choice: 'word',
  multi_choice: 'words',
  person: 'uuid',
  reference: 'uuid',
};

const lists = new WeakMap<QueryFields, WeakMap<readonly CustomField[], QueryFields>>();

/**
 * What lists may filter and sort by, together with the custom fields of the object: `custom.<key>`, of money by its
 * amount. `ready` are the keys whose values stand in columns of their own, with an index. Retired fields stay: their
 * values do. The same object for the same arguments.
 */
export function withCustomFields(
  fields: QueryFields,
  custom: readonly CustomField[],
  ready: ReadonlySet<string>,
): QueryFields {
  if (custom.length === 0) return fields;
  let known = lists.get(fields);
  if (!known) lists.set(fields, (known = new WeakMap()));
  let all = known.get(custom);
  if (!all) {
    all = new Map([...fields, ...custom.map((field) => entryOf(field, ready.has(field.key)))]);
    known.set(custom, all);
  }
  return all;
}

function entryOf(field: CustomField, ready: boolean): [string, QueryField] {
  const name = customPath(field.key);
  const type = queryType[field.type];
  const textual = type !== 'decimal' && type !== 'boolean' && type !== 'words';
  const shared: QueryField = {
    name,
    column: searchColumn(field.key),
    type,
    nullable: true,
    filterable: true,
    sortable: type !== 'words' && field.type !== 'multiline',
    ...(field.changing && { closed: 'custom-field-changing' }),
    read: (record) => comparedValue(field, (record as { custom?: Record<string, unknown> }).custom),
    // Days, times and ids are kept as text whose order is theirs.
    ...(textual && { cast: 'text' }),
    ...((type === 'word' || type === 'words') && { words: field.options.map(({ key }) => key) }),
  };
  if (ready)
    return [name, type === 'decimal' ? { ...shared, cast: 'text', encode: sortableDecimal } : shared];
  return [name, { ...shared, expression: (table) => valueSql(field, `${table}custom`) }];
}

/** The value that filters and orders compare: none of a field that is said to be unknown. */
function comparedValue({ key, type }: CustomField, custom: Record<string, unknown> = {}): unknown {
  const value = Object.hasOwn(custom, key) ? custom[key] : undefined;
  if (value === null || value === undefined) return null;
  if (type === 'money') return (value as { amount?: unknown }).amount ?? null;
  return typeof value === 'object' && !Array.isArray(value) ? null : value;
}

/** The Postgres type of the column of a searchable field: of types whose comparisons are leakproof. */
export function columnTypeOf(type: CustomField['type']): string {
  return type === 'boolean' ? 'boolean' : 'text COLLATE "C"';
}

/** The SQL of what stands in the column of a searchable field. */
export function columnValueSql(field: Pick<CustomField, 'key' | 'type'>, column: string): string {
  const value = valueSql(field, column);
  return queryType[field.type] === 'decimal' ? sortableDecimalSql(value) : value;
}

/**
 * The SQL of a field's value in a column of custom values. Other than the type's own form there is only `unknown`,
 * which is none here; the check of the form keeps a cast from failing on it.
 */
function valueSql({ key, type }: Pick<CustomField, 'key' | 'type'>, column: string): string {
  // Keys consist of letters and digits (rules/definition.ts).
  const json = `${column} -> '${key}'`;
  switch (type) {
    case 'number':
      return `(CASE WHEN jsonb_typeof(${json}) = 'string' THEN (${column} ->> '${key}')::numeric END)`;
    case 'money':
      return `((${json} ->> 'amount')::numeric)`;
    case 'boolean':
      return `(CASE WHEN jsonb_typeof(${json}) = 'boolean' THEN (${column} ->> '${key}')::boolean END)`;
    case 'multi_choice':
      return `(CASE WHEN jsonb_typeof(${json}) = 'array' THEN ${json} END)`;
    default:
      return `((CASE WHEN jsonb_typeof(${json}) = 'string' THEN ${column} ->> '${key}' END) COLLATE "C")`;
  }
}
