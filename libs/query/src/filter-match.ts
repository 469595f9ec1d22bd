import { valueIn, type QueryField, type QueryFields } from './fields.js';
import { filterableField, type Condition, type Filter } from './filter.js';
import { comparable, lowerCase, type Comparable } from './values.js';

/**
 * Whether a record satisfies a filter, exactly as `filterSql` would say for its row. Properties are field names;
 * an absent property is null. A null satisfies no comparison, therefore it satisfies every complement: `ne`,
 * `notIn` and `not`.
 */
export function filterMatches(filter: Filter, fields: QueryFields, record: object): boolean {
  if ('and' in filter) return filter.and.every((part) => filterMatches(part, fields, record));
  if ('or' in filter) return filter.or.some((part) => filterMatches(part, fields, record));
  if ('not' in filter) return !filterMatches(filter.not, fields, record);
  const field = filterableField(fields, filter.field, 'filter');
  const held = valueIn(record, field);
  if (field.type === 'words' && filter.op === 'contains')
    return Array.isArray(held) && held.includes(filter.value);
  const value = comparable(field, held);
  return conditionMatches(filter, field, value);
}

function conditionMatches({ op, value }: Condition, field: QueryField, actual: Comparable | null): boolean {
  if (op === 'isNull') return (actual === null) === value;
  if (op === 'ne') return actual === null || actual !== comparable(field, value);
  if (op === 'notIn') return actual === null || !listed(value, field, actual);
  if (actual === null) return false;
  if (op === 'in') return listed(value, field, actual);
  if (op === 'contains') return lowerCase(String(actual)).includes(lowerCase(String(value)));
  if (op === 'startsWith') return lowerCase(String(actual)).startsWith(lowerCase(String(value)));
  return compares(op, actual, comparable(field, value));
}

function compares(
  op: 'eq' | 'lt' | 'le' | 'gt' | 'ge',
  actual: Comparable,
  wanted: Comparable | null,
): boolean {
  if (wanted === null) return false;
  switch (op) {
    case 'eq':
      return actual === wanted;
    case 'lt':
      return actual < wanted;
    case 'le':
      return actual <= wanted;
    case 'gt':
      return actual > wanted;
    case 'ge':
      return actual >= wanted;
  }
}

function listed(values: Condition['value'], field: QueryField, actual: Comparable): boolean {
  return Array.isArray(values) && values.some((value) => comparable(field, value) === actual);
}
