import type { FieldRights } from '@kontor/schema/view';

/** A column as far as rights judge it. */
interface JudgedColumn {
  name: string;
  shows: readonly { object: string; field: string }[];
}

/** Names of the columns that show what the rights hide, or show masked only. */
export function hiddenColumns(columns: readonly JudgedColumn[], rights: FieldRights | undefined): string[] {
  if (!rights) return [];
  const isCovered = ({ object, field }: { object: string; field: string }): boolean => {
    const limits = rights.limits(object);
    return limits !== undefined && (limits.hidden.has(field) || limits.masked.has(field));
  };
  return columns.filter(({ shows }) => shows.some(isCovered)).map(({ name }) => name);
}
