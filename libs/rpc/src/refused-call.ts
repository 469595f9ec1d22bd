import type { Caller } from '@kontor/access/caller';
import type { Problem } from '@kontor/errors/problem';
import { contract, type FieldContract, type MethodContract } from '@kontor/schema/contract';

/** How far a call had come when it failed. */
export interface Attempt {
  /** Who called; absent until the token was verified. */
  caller?: Caller;
  /** The request as it was sent; absent until it was read. */
  request?: object;
  /** Whether the request kept to the contract. */
  valid?: boolean;
}

/** A refusal that is worth a row in the audit. */
export interface RefusedCall {
  caller: Caller;
  /** Contract path. */
  path: string;
  /** Name of the call, such as UpdateRole. */
  action: string;
  requestId: string;
  /** What it was about, such as role; empty where the contract does not say. */
  object: string;
  /** `id` of the request; empty where there is none, or none of the form of an id. */
  objectId: string;
  code: string;
  reason: string;
  /** Names of the fields at fault, never their values. */
  fields: string[];
}

/** Conflicts that pass by themselves and say nothing of who asked. */
const passing: ReadonlySet<string> = new Set(['request-in-progress', 'record-changed']);

/** Codes by which a rule refuses a change. */
const byRule: ReadonlySet<string> = new Set(['invalid', 'unprocessable', 'conflict']);

/** Fields named in a row, and letters of each, at most. */
const fieldLimits = { count: 20, length: 100 } as const;

/**
 * What the audit is to say of a failed call; undefined where it is nothing. Told are: what somebody may not; ids that
 * are not there for somebody; changes that a rule refuses; reading that is stopped. Not told are requests that break the
 * contract, versions that somebody else changed, and whatever is no fault of the caller.
 */
export function refusedCall(
  method: MethodContract,
  { caller, request, valid = false }: Attempt,
  { code, reason, fields }: Pick<Problem, 'code' | 'reason' | 'fields'>,
  requestId: string,
): RefusedCall | undefined {
  if (caller?.kind !== 'person') return undefined;
  const objectId = idOf(request);
  const write = !method.reads;
  const told =
    code === 'forbidden' ||
    (code === 'not_found' && objectId !== '') ||
    (write && valid && byRule.has(code) && !passing.has(reason)) ||
    reason === 'mass-read';
  if (!told) return undefined;
  const names = fields.slice(0, fieldLimits.count).map(({ field }) => field.slice(0, fieldLimits.length));
  return {
    ...{ caller, path: method.path, action: method.name, requestId },
    ...{ object: objectOf(method), objectId, code, reason, fields: names },
  };
}

/** A request that was refused before it was checked may hold anything: only what looks like an id is taken. */
function idOf(request: object | undefined): string {
  const { id } = (request ?? {}) as { id?: unknown };
  return typeof id === 'string' && /^[\w.-]{1,100}$/.test(id) ? id : '';
}

const objects = new Map<string, string>();

/** The kind of record that a call is about: of its answer, of the rows of its answer, or in its name (DeleteRole). */
export function objectOf(method: MethodContract): string {
  let object = objects.get(method.path);
  if (object === undefined) objects.set(method.path, (object = findObject(method)));
  return object;
}

function findObject({ name, output }: MethodContract): string {
  const messages = [output.typeName, ...rowMessages(output.typeName)];
  const known = messages.flatMap((message) => contract.objectOf(message)?.name ?? [])[0];
  if (known) return known;
  const noun = kebab(name.replace(/^[A-Z][a-z]+(?=[A-Z])/, ''));
  if (contract.object(noun)) return noun;
  const [shown] = fieldsOf(output.typeName).flatMap(recordOf);
  if (shown) return shown;
  const isRecord = output.fields.some((field) => field.name === 'id');
  return isRecord ? kebab(output.name) : '';
}

/** What an answer shows besides other things, such as the customer of a panorama. */
function recordOf({ repeated, message }: FieldContract): string[] {
  const object = !repeated && message && contract.objectOf(message.typeName);
  return object ? [object.name] : [];
}

function rowMessages(message: string): string[] {
  return fieldsOf(message).flatMap((field) =>
    field.repeated && field.message ? field.message.typeName : [],
  );
}

function fieldsOf(message: string): readonly FieldContract[] {
  return message.startsWith('kontor.') ? contract.fields(message) : [];
}

function kebab(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, '-$&').toLowerCase();
}
