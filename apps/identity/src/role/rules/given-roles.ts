import type { FieldViolation } from '@kontor/errors/app-error';
import type { KnownRoles } from '../known-roles.js';
import { lackingRight, type Held } from './escalation.js';

/** Roles of a person that nobody knows, at their place in the request, such as `roles[1]`. */
export function unknownRoles(given: readonly string[], known: KnownRoles, field: string): FieldViolation[] {
  return given.flatMap((id, i) =>
    known.get(id) ? [] : [{ field: `${field}[${i}]`, reason: 'unknown-role', params: { role: id } }],
  );
}

/**
 * What the roles that somebody shall have would give beyond what the giver holds, at the role that gives it; roles
 * count together, since one may deny what another gives. `stored` is what becomes of those given.
 */
export function rolesBeyond(
  given: readonly string[],
  stored: readonly string[],
  known: KnownRoles,
  held: Held,
  field: string,
): FieldViolation[] {
  const right = lackingRight(held, known.rights(stored));
  if (right === undefined) return [];
  const i = given.findIndex((id) => lackingRight(held, known.rights([id])) !== undefined);
  return [{ field: i < 0 ? field : `${field}[${i}]`, reason: 'right-not-held', params: { right } }];
}
