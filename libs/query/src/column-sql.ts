import type { QueryField } from './fields.js';

/** A column as SQL names it, behind the alias of its table where one is given. */
export function columnSql(field: QueryField, alias?: string): string {
  if (field.expression) return field.expression(alias === undefined ? '' : `${quoted(alias)}.`);
  return alias === undefined ? quoted(field.column) : `${quoted(alias)}.${quoted(field.column)}`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
