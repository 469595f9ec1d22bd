import { columnSql } from './column-sql.js';
import type { QueryField, QueryFields } from './fields.js';
import { filterableField, type Condition, type Filter } from './filter.js';
import { sqlType, type FilterValue } from './values.js';

interface Rendering {
  fields: QueryFields;
  params: unknown[];
  alias: string | undefined;
}

const comparison = { eq: '=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const complement = { eq: '<>', lt: '>=', le: '>', gt: '<=', ge: '<' } as const;

/**
 * The filter as a condition for WHERE; its values are appended to `params` and named `$n` behind those already
 * there. It is true exactly for the rows for which `filterMatches` is true. Where it is not true it may be null
 * instead of false, so it must stand in WHERE, alone or under AND and OR, never under NOT: that lets the
 * comparisons stay bare, which is what an index needs.
 *
 * Negations are carried inwards down to the conditions, where null belongs to the complement.
 */
export function filterSql(filter: Filter, fields: QueryFields, params: unknown[], alias?: string): string {
  return nodeSql(filter, false, { fields, params, alias });
}

function nodeSql(filter: Filter, negated: boolean, rendering: Rendering): string {
  if ('not' in filter) return nodeSql(filter.not, !negated, rendering);
  if ('and' in filter) return joined(filter.and, negated ? ' OR ' : ' AND ', negated, rendering);
  if ('or' in filter) return joined(filter.or, negated ? ' AND ' : ' OR ', negated, rendering);
  const field = filterableField(rendering.fields, filter.field, 'filter');
  return conditionSql(filter, field, negated, rendering);
}

function joined(filters: readonly Filter[], word: string, negated: boolean, rendering: Rendering): string {
  return `(${filters.map((filter) => nodeSql(filter, negated, rendering)).join(word)})`;
}

function conditionSql(
  condition: Condition,
  field: QueryField,
  negated: boolean,
  rendering: Rendering,
): string {
  const column = columnSql(field, rendering.alias);
  if (condition.op === 'isNull') return `${column} IS ${condition.value === negated ? 'NOT NULL' : 'NULL'}`;
  const excludes = condition.op === 'ne' || condition.op === 'notIn';
  const outside = excludes !== negated;
  const sql = comparisonSql(condition, field, column, outside, rendering.params);
  if (outside) return field.nullable ? `(${sql} OR ${column} IS NULL)` : sql;
  return field.sparse && asksFilled(condition) ? `(${sql} AND ${column} <> '')` : sql;
}

/** Whether a condition is one of texts that are there. */
function asksFilled({ op, value }: Condition): boolean {
  return (op === 'eq' || op === 'in') && ![value].flat().includes('');
}

function comparisonSql(
  { op, value }: Condition,
  field: QueryField,
  column: string,
  outside: boolean,
  params: unknown[],
): string {
  switch (op) {
    case 'in':
    case 'notIn':
      return `${column} ${outside ? '<> ALL' : '= ANY'}(${parameter(params, encoded(field, value), `${sqlType(field)}[]`)})`;
    case 'contains':
      if (field.type === 'words') return hasSql(column, value, outside, params);
      return likeSql(field, column, `%${escaped(String(value))}%`, outside, params);
    case 'startsWith':
      return likeSql(field, column, `${escaped(String(value))}%`, outside, params);
    case 'isNull':
      throw new Error('isNull is no comparison');
    default: {
      const compared = op === 'ne' ? 'eq' : op;
      return `${column} ${(outside ? complement : comparison)[compared]} ${parameter(params, encoded(field, value), sqlType(field))}`;
    }
  }
}

/** Whether a list of words in jsonb has one. */
function hasSql(column: string, word: unknown, outside: boolean, params: unknown[]): string {
  const has = `${column} ? ${parameter(params, word, 'text')}`;
  return outside ? `NOT (${has})` : `(${has})`;
}

/**
 * The collation folds letters of every script whatever the column's own collation is; "C" folds ASCII only. A CASE is a
 * condition that the planner expects half of all rows to meet; where so many are looked at, the pattern is folded but once.
 */
function likeSql(
  { often }: QueryField,
  column: string,
  pattern: string,
  outside: boolean,
  params: unknown[],
): string {
  const lowered = `lower(${column} COLLATE "pg_c_utf8")`;
  const wanted = `lower(${parameter(params, pattern, 'text')} COLLATE "pg_c_utf8")`;
  if (often && !outside) return `CASE WHEN ${lowered} LIKE (SELECT ${wanted}) THEN TRUE END`;
  return `${lowered} ${outside ? 'NOT LIKE' : 'LIKE'} ${wanted}`;
}

function parameter(params: unknown[], value: unknown, type: string): string {
  params.push(value);
  return `$${params.length}::${type}`;
}

function encoded({ encode }: QueryField, value: Condition['value']): unknown {
  if (!encode) return value;
  return Array.isArray(value) ? value.map((one: FilterValue) => encode(one)) : encode(value as FilterValue);
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
