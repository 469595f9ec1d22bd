import { contract } from '@kontor/schema/contract';
import type { Caller } from './caller.js';
import { shippedRights } from './rights.js';

/** Permissions that rules ask for within calls that need another one. */
export const withinCalls: readonly string[] = ['customer.channel', 'file.remove'];

/** Every permission there is: those that calls of the contract need, and those that rules ask for. */
export const knownPermissions: ReadonlySet<string> = new Set([
  ...contract.methods().flatMap(({ permission }) => permission ?? []),
  ...withinCalls,
]);

/** What only a signed-in person may do, and no key in the person's name: else a key could make another, wider one. */
export const personalPermissions: ReadonlySet<string> = new Set(['credential.own']);

/** Whether the scopes of a key, where the caller came with one, leave the permission. */
export function withinScopes(caller: Caller, permission: string): boolean {
  return !caller.scopes || caller.scopes.includes(permission);
}

/** Whether somebody who is about to leave has lost the permission, whatever the roles give: to take data along, or to share. */
export function lostOnLeaving(permission: string): boolean {
  return /\.(export|share)$/.test(permission);
}

/** Whether the caller has the permission. Roles add up, scopes and leaving take away; services act within their own database and may all. */
export function may(caller: Caller, permission: string): boolean {
  if (caller.kind === 'service') return true;
  if (caller.kind === 'nobody' || !withinScopes(caller, permission)) return false;
  if (caller.leaving && lostOnLeaving(permission)) return false;
  return knownPermissions.has(permission) && rightsOf(caller).may(permission);
}

/** What the roles of the caller allow. */
export function rightsOf({ rights, roles }: Caller) {
  return rights ?? shippedRights(roles);
}
