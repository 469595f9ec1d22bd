import type { Caller } from '@kontor/access/caller';
import { viewOf } from '@kontor/access/view';
import { AppError } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { customField, isCustomName } from '@kontor/schema/custom-names';
import { messageLimits } from '@kontor/schema/view';
import type { QueryField, QueryFields } from './fields.js';
import type { Filter } from './filter.js';
import type { OrderKey } from './order.js';

/** Tells whether a field of a list is hidden from its reader or masked. */
export type Covered = (field: QueryField) => boolean;

/**
 * Tells which fields of the record that a call lists are hidden from a caller or masked; undefined for who may see
 * everything. Who could filter or sort by them would learn their values question by question. A service that reads in
 * the name of a person is held to the rights of the person.
 */
export function coveredFields(caller: Caller, method: string): Covered | undefined {
  const forPerson = caller.kind === 'service' && caller.personId !== '';
  const view = viewOf(forPerson ? { ...caller, kind: 'person' } : caller);
  if (!view) return undefined;
  return ({ name, record = listedMessage(method) }) => {
    const limits = messageLimits(view.rights, record);
    const isCovered = (one: string) => limits?.hidden.has(one) || limits?.masked.has(one) || false;
    return isCovered(name) || (isCustomName(name) && isCovered(customField));
  };
}

/** Refuses a filter or an order that a list takes and this caller may not use. Throws forbidden field-hidden. */
export function refuseCovered(
  covered: Covered,
  fields: QueryFields,
  filter: Filter | undefined,
  keys: readonly OrderKey[],
): void {
  const filtered = filter ? fieldsOf(filter).flatMap((name) => fields.get(name) ?? []) : [];
  refuse('filter', filtered.find(covered));
  refuse('orderBy', keys.map(({ field }) => field).find(covered));
}

function refuse(parameter: string, field: QueryField | undefined): void {
  if (field === undefined) return;
  const params = { field: field.name };
  throw new AppError('forbidden', 'field-hidden', {
    params,
    fields: [{ field: parameter, reason: 'field-hidden', params }],
  });
}

function fieldsOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(fieldsOf);
  if ('or' in filter) return filter.or.flatMap(fieldsOf);
  return 'not' in filter ? fieldsOf(filter.not) : [filter.field];
}

const listed = new Map<string, string>();

/** The message whose rows a call answers. Throws for a call without rows: its list would go unchecked. */
function listedMessage(method: string): string {
  let message = listed.get(method);
  if (message === undefined) {
    const { output } = contract.method(method);
    const fields = contract.fields(output.typeName);
    const paged = fields.some(({ name }) => name === 'nextPageToken');
    message = fields.find((field) => paged && field.repeated && field.message)?.message?.typeName;
    if (message === undefined) throw new Error(`${method} answers no rows`);
    listed.set(method, message);
  }
  return message;
}
