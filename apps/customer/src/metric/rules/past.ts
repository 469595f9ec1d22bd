import { AppError } from '@kontor/errors/app-error';
import { fieldsByName, type QueryFields } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';

/** Fields that are never changed. */
const fixed: ReadonlySet<string> = new Set(['id', 'number', 'createTime']);

/**
 * The fields of customers as they stood at a past moment: those that never change, and the status from the history of
 * stages (column status_then). Throws `invalid` metric-without-past where the filter asks for any other.
 */
export function fieldsThen(filter: Filter, fields: QueryFields): QueryFields {
  if (strayOf(filter) !== undefined) throw withoutPast(filter);
  return fieldsByName(
    [...fields.values()].map((field) =>
      field.name === 'status' ? { ...field, column: 'status_then' } : field,
    ),
  );
}

/** Refusal of a past number that a filter asks for: it names the first field without history. */
export function withoutPast(filter: Filter): AppError {
  const params = { field: strayOf(filter) ?? 'status' };
  return new AppError('invalid', 'invalid-request', {
    fields: [{ field: 'asOf', reason: 'metric-without-past', params }],
  });
}

function strayOf(filter: Filter): string | undefined {
  return namesOf(filter).find((name) => name !== 'status' && !fixed.has(name));
}

function namesOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(namesOf);
  if ('or' in filter) return filter.or.flatMap(namesOf);
  return 'not' in filter ? namesOf(filter.not) : [filter.field];
}
