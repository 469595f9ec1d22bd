import type { Call } from '@kontor/access/call';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, checkFaults, type FieldViolation } from '@kontor/errors/app-error';
import { knownRoles, type KnownRoles } from './known-roles.js';
import { heldBy, lackingRight, type Held } from './rules/escalation.js';
import { rolesBeyond, unknownRoles } from './rules/given-roles.js';

/**
 * What the caller of a call holds, by the roles as they stand in this database now; undefined for a service, which
 * may all. Ask with the caller's own call, not with that of identity itself.
 */
export function heldByCaller({ caller }: Call, roles: KnownRoles): Held | undefined {
  return caller.kind === 'service' ? undefined : heldBy(caller, roles.rights(caller.roles));
}

/**
 * Refuses to act on a person who may what the caller may not: who could change the address or end the sessions of a
 * superior would be the superior. Throws forbidden person-above.
 */
export async function checkStanding(
  tx: Transaction,
  call: Call,
  person: Pick<Person, 'roles'>,
  roles?: KnownRoles,
): Promise<void> {
  if (call.caller.kind === 'service') return;
  const known = roles ?? (await knownRoles(tx));
  const held = heldByCaller(call, known);
  const right = held && lackingRight(held, known.rights(person.roles));
  if (right !== undefined) throw new AppError('forbidden', 'person-above', { params: { right } });
}

/** Whether the caller is an administrator, or a service: who reaches everybody gains nothing by a place. */
export async function mayAll(tx: Transaction, call: Call): Promise<boolean> {
  return heldByCaller(call, await knownRoles(tx))?.all ?? true;
}

/**
 * Refuses roles of a person that do not exist (invalid, unknown-role) or that give what the caller does not hold
 * (forbidden, right-not-held), naming the role at its place below `field`. In a turn of `organisation`.
 */
export async function checkGivenRoles(
  tx: Transaction,
  call: Call,
  given: readonly string[],
  stored: readonly string[],
  field: string,
): Promise<void> {
  const known = await knownRoles(tx);
  checkFaults(unknownRoles(given, known, field));
  const held = heldByCaller(call, known);
  if (held) checkHeld(rolesBeyond(given, stored, known, held, field));
}

/** Refuses what would give somebody a right that the caller does not hold. */
export function checkHeld(fields: FieldViolation[]): void {
  const [first] = fields;
  if (first) throw new AppError('forbidden', 'right-not-held', { params: first.params ?? {}, fields });
}
