import type { QueryFields } from '@kontor/query/fields';
import { fieldsByName } from '@kontor/query/fields';
import type { Filter } from '@kontor/query/filter';

/** What kept counts know of the customers in them. */
const known: ReadonlySet<string> = new Set(['status', 'assignmentState', 'ownerId']);

/**
 * Whether kept counts answer a filter: it asks for nothing but the status, the assignment, the owner, and whether there
 * is an id at all, which there always is.
 */
export function cellsAnswer(filter: Filter): boolean {
  return fieldBeyondCells(filter) === undefined;
}

/** The first field that a filter asks by and kept counts do not know. */
export function fieldBeyondCells(filter: Filter): string | undefined {
  return conditionsOf(filter).find(
    ({ field, op }) => !known.has(field) && !(field === 'id' && op === 'isNull'),
  )?.field;
}

/** Whether a filter asks whose the customers are, so that the company's own cells, which do not say, are no answer. */
export function asksOwner(filter: Filter): boolean {
  return conditionsOf(filter).some(({ field }) => field === 'ownerId');
}

/** The fields of a filter that kept counts answer, as they stand there. */
export function cellFields(fields: QueryFields): QueryFields {
  const usable = [...fields.values()].filter(({ name }) => known.has(name) || name === 'id');
  return fieldsByName(
    usable.map((field) =>
      field.name === 'id' ? { ...field, column: 'guardian_id', nullable: false } : field,
    ),
  );
}

function conditionsOf(filter: Filter): { field: string; op: string }[] {
  if ('and' in filter) return filter.and.flatMap(conditionsOf);
  if ('or' in filter) return filter.or.flatMap(conditionsOf);
  return 'not' in filter ? conditionsOf(filter.not) : [filter];
}
