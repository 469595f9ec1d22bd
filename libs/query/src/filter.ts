import type { QueryField, QueryFields } from './fields.js';
import { isOperator, operatorsOf, type Operator } from './operators.js';
import { echo, refusal } from './refusal.js';
import { readValue, type FilterValue } from './values.js';

/** One question about one field. `isNull` takes a boolean, `in` and `notIn` a list, the others one value. */
export interface Condition {
  field: string;
  op: Operator;
  value: FilterValue | readonly FilterValue[];
}

/** A checked filter in canonical form; as JSON it is a filter again, so that it can be stored. */
export type Filter = Condition | { and: readonly Filter[] } | { or: readonly Filter[] } | { not: Filter };

/** The greatest filter that is read: a list request stays cheap to check, to plan and to run. */
export const filterLimits = { characters: 8000, depth: 8, conditions: 50, listItems: 200 } as const;

interface Reading {
  fields: QueryFields;
  conditions: number;
}

type JsonObject = Record<string, unknown>;

/**
 * Reads the text of a `filter` parameter. Throws `invalid` for the field `filter` with a reason of
 * `queryMessages`; `params.at` tells the place, such as `filter.and[1].value`.
 */
export function parseFilter(text: string, fields: QueryFields): Filter {
  if (text.length > filterLimits.characters) {
    throw refusal('filter', 'filter-too-long', { max: filterLimits.characters });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal('filter', 'filter-not-json');
  }
  return readFilter(value, fields);
}

/** Reads a filter that is already JSON: a stored one, against the fields as they are now. Throws like parseFilter. */
export function readFilter(value: unknown, fields: QueryFields): Filter {
  return readNode(value, 'filter', 1, { fields, conditions: 0 });
}

/**
 * The filterable field of a name. An unknown name and a field that may not be filtered are refused alike; one that is closed
 * for a while, with its reason.
 */
export function filterableField(fields: QueryFields, name: string, at: string): QueryField {
  const field = fields.get(name);
  if (field?.filterable !== true) throw refusal('filter', 'filter-field-unknown', { at, field: echo(name) });
  if (field.closed) throw refusal('filter', field.closed, { at, field: echo(name) });
  return field;
}

function readNode(value: unknown, at: string, depth: number, reading: Reading): Filter {
  if (depth > filterLimits.depth) throw refusal('filter', 'filter-too-deep', { max: filterLimits.depth });
  if (!isObject(value)) throw refusal('filter', 'filter-not-object', { at });
  if (Object.hasOwn(value, 'and'))
    return { and: readNodes(only(value, 'and', at), `${at}.and`, depth, reading) };
  if (Object.hasOwn(value, 'or')) return { or: readNodes(only(value, 'or', at), `${at}.or`, depth, reading) };
  if (Object.hasOwn(value, 'not')) {
    return { not: readNode(only(value, 'not', at), `${at}.not`, depth + 1, reading) };
  }
  return readCondition(value, at, reading);
}

function readNodes(value: unknown, at: string, depth: number, reading: Reading): Filter[] {
  if (!Array.isArray(value)) throw refusal('filter', 'filter-not-list', { at });
  if (value.length === 0) throw refusal('filter', 'filter-list-empty', { at });
  return value.map((item, index) => readNode(item, `${at}[${index}]`, depth + 1, reading));
}

function readCondition(value: JsonObject, at: string, reading: Reading): Condition {
  reading.conditions += 1;
  if (reading.conditions > filterLimits.conditions) {
    throw refusal('filter', 'filter-too-many-conditions', { max: filterLimits.conditions });
  }
  refuseOtherKeys(value, ['field', 'op', 'value'], at);
  const { field: name, op } = value;
  if (typeof name !== 'string' || typeof op !== 'string' || !Object.hasOwn(value, 'value')) {
    throw refusal('filter', 'filter-incomplete', { at });
  }
  const field = filterableField(reading.fields, name, at);
  if (!isOperator(op)) throw refusal('filter', 'filter-op-unknown', { at, op: echo(op) });
  const fitting = operatorsOf[field.type];
  if (!fitting.includes(op)) {
    throw refusal('filter', 'filter-op-unfit', { at, op, field: name, ops: fitting.join(', ') });
  }
  return { field: name, op, value: readOperand(field, op, value.value, `${at}.value`) };
}

function readOperand(field: QueryField, op: Operator, value: unknown, at: string): Condition['value'] {
  if (op === 'isNull') {
    if (typeof value !== 'boolean') throw refusal('filter', 'filter-value-boolean', { at });
    return value;
  }
  if (op !== 'in' && op !== 'notIn') return readOne(field, value, at);
  if (!Array.isArray(value)) throw refusal('filter', 'filter-not-list', { at });
  if (value.length === 0) throw refusal('filter', 'filter-list-empty', { at });
  if (value.length > filterLimits.listItems) {
    throw refusal('filter', 'filter-list-too-long', { at, max: filterLimits.listItems });
  }
  return value.map((item, index) => readOne(field, item, `${at}[${index}]`));
}

function readOne(field: QueryField, value: unknown, at: string): FilterValue {
  const read = readValue(field, value);
  if (read !== undefined) return read;
  if (field.type === 'word' || field.type === 'words') {
    throw refusal('filter', 'filter-value-word', { at, words: (field.words ?? []).join(', ') });
  }
  const kind = field.type === 'number' && field.integer === true ? 'integer' : field.type;
  throw refusal('filter', `filter-value-${kind}`, { at });
}

function only(value: JsonObject, key: string, at: string): unknown {
  refuseOtherKeys(value, [key], at);
  return value[key];
}

function refuseOtherKeys(value: JsonObject, allowed: readonly string[], at: string): void {
  const other = Object.keys(value).find((key) => !allowed.includes(key));
  if (other !== undefined) throw refusal('filter', 'filter-key-unknown', { at, key: echo(other) });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
