import { checkFaults, refusedField, type FieldViolation } from '@kontor/errors/app-error';
import type { FieldContract } from '@kontor/schema/contract';
import { readIfMatch } from './if-match.js';
import { readQuery } from './query.js';
import type { RequestPlan } from './request-plan.js';

/** The parts of an HTTP request that make the message of a call. */
export interface RequestParts {
  params: Readonly<Record<string, string>>;
  /** The part of the URL after `?`; empty where there is none. */
  query: string;
  /** The parsed body; undefined where there is none. */
  body: unknown;
  ifMatch: string | undefined;
}

/**
 * The message of a call as JSON shape, not yet validated. Throws AppError `invalid` for what validation cannot see:
 * unknown or repeated query parameters, a body that is no object, repeats what the path says or holds what goes in the
 * query, null where nothing can be cleared, a malformed If-Match.
 */
export function requestMessage(plan: RequestPlan, parts: RequestParts): Record<string, unknown> {
  const message: Record<string, unknown> = plan.body === '*' ? wholeBody(plan, parts.body) : {};
  if (plan.body !== undefined && plan.body !== '*' && parts.body !== undefined) {
    const body = object(parts.body);
    const misplaced = plan.queryOnly.filter((name) => Object.hasOwn(body, name));
    checkFaults(misplaced.map((field) => ({ field, reason: 'goes-in-the-query' })));
    if (plan.maskable) placeChanges(plan.body, plan.maskable, body, message);
    else message[plan.body] = body;
  }
  for (const name of plan.path) message[name] = parts.params[name];
  if (parts.query !== '') readQuery(parts.query, plan.query, message);
  if (plan.takesEtag) {
    const etag = readIfMatch(parts.ifMatch);
    if (etag !== undefined) message.etag = etag;
  }
  return message;
}

/** The body is the message, but for what the path fills: the same field twice would let the two disagree. */
function wholeBody(plan: RequestPlan, body: unknown): Record<string, unknown> {
  if (body === undefined) return {};
  const message = { ...object(body) };
  const twice = plan.path.filter((name) => Object.hasOwn(message, name));
  checkFaults(twice.map((field) => ({ field, reason: 'unknown-field' })));
  return message;
}

/**
 * The keys present in the body are what changes. A key with null clears its field: it stays in the mask and leaves
 * the record, where its absence means empty.
 */
function placeChanges(
  place: string,
  fields: ReadonlyMap<string, FieldContract>,
  body: Record<string, unknown>,
  message: Record<string, unknown>,
): void {
  const faults: FieldViolation[] = [];
  const record: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (value !== null) Object.defineProperty(record, name, { value, enumerable: true });
    else faults.push(...clearingFaults(name, fields.get(name)));
  }
  checkFaults(faults);
  message[place] = record;
  message.updateMask = Object.keys(body);
}

function clearingFaults(name: string, field: FieldContract | undefined): FieldViolation[] {
  if (!field) return [{ field: name, reason: 'unknown-field' }];
  if (field.rules.outputOnly) return [{ field: name, reason: 'read-only-field' }];
  return field.clearable ? [] : [{ field: name, reason: 'required' }];
}

function object(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw refusedField('', 'wrong-type', { expected: 'object' });
}
