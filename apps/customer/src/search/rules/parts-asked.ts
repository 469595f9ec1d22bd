import type { Filter } from '@kontor/query/filter';

/**
 * The texts that every record of a filter must have in a field, as a part or the beginning: those of conditions that all
 * must hold. What stands below `or` or `not` says nothing for sure.
 */
export function partsAsked(filter: Filter, name: string): string[] {
  if ('and' in filter) return filter.and.flatMap((part) => partsAsked(part, name));
  if (!('field' in filter) || filter.field !== name) return [];
  return filter.op === 'contains' || filter.op === 'startsWith' ? [String(filter.value)] : [];
}
