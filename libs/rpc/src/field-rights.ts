import type { DescMessage } from '@bufbuild/protobuf';
import type { Caller } from '@kontor/access/caller';
import { viewOf } from '@kontor/access/view';
import { AppError } from '@kontor/errors/app-error';
import { contract, type MethodContract } from '@kontor/schema/contract';
import { isLimited, shapeFor } from '@kontor/schema/limited-shape';
import { unwritableFields } from '@kontor/schema/unwritable';
import type { View } from '@kontor/schema/view';
import { asOfNow, type PersonSource } from './current-person.js';
import { RpcProblem } from './problem-error.js';

/**
 * Refuses a call that would tell of fields which the caller may not see, or change fields which the caller may not
 * change. Throws forbidden field-hidden or field-not-writable, naming the fields; nothing was read or written then.
 */
export function checkFieldRights(method: MethodContract, request: object, view: View | undefined): void {
  if (!view) return;
  const hidden = method.reveals.find(({ object, field }) => {
    const limits = view.rights.limits(object);
    return limits?.hidden.has(field) || limits?.masked.has(field);
  });
  if (hidden) throw new AppError('forbidden', 'field-hidden', { params: { field: hidden.field } });
  const unwritable = unwritableFields(method, request, view.rights);
  if (unwritable.length === 0) return;
  throw new AppError('forbidden', 'field-not-writable', {
    params: { field: unwritable.join(', ') },
    fields: unwritable.map((field) => ({ field, reason: 'field-not-writable', params: { field } })),
  });
}

/** The error with the record that it shows as the caller may see it; left out where nobody knows what record it is. */
export function errorFor(error: unknown, method: MethodContract, view: View | undefined): unknown {
  if (!(error instanceof AppError) || error.current === undefined || error.current === null) return error;
  const record = recordOf(method);
  if (error instanceof RpcProblem && !(view && record && isLimited(record, view.rights))) return error;
  const current = record && shapeFor(record, error.current, view);
  if (error instanceof RpcProblem) return new RpcProblem({ ...error.problem, current });
  const { code, reason, params, fields, retryAfterSeconds, cause, candidates } = error;
  return new AppError(code, reason, {
    params,
    fields: [...fields],
    cause,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(candidates && { candidates }),
    current,
  });
}

/** The record that a call changes: what it answers, or for DeleteUnit and its like the object of that name. */
function recordOf({ output, input, name }: MethodContract): DescMessage | undefined {
  if (contract.objectOf(output.typeName)) return output;
  const named = `${input.file.proto.package}.${name.replace(/^[A-Z][a-z]+/, '')}`;
  return contract.objectOf(named) && contract.message(named);
}

/**
 * Who sees an answer: the caller, or where nobody was signed in before the call, the person whom it signed in (its
 * answer has the field `person`).
 */
export async function viewerOf(
  caller: Caller,
  answer: object,
  currentPerson: PersonSource | undefined,
): Promise<View | undefined> {
  if (caller.kind !== 'nobody') return viewOf(caller);
  const { person } = answer as { person?: { id?: string; roles?: readonly string[] } };
  if (!person?.id) return viewOf(caller);
  const signedIn: Caller = { ...caller, kind: 'person', personId: person.id, roles: person.roles ?? [] };
  return viewOf(asOfNow(signedIn, await currentPerson?.(person.id)));
}
