import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Caller } from './caller.js';

const everybody = ['session.own', 'credential.own', 'notice.own', 'person.read'] as const;
const sales = [...everybody, 'customer.read', 'customer.write', 'customer.import'] as const;

/** Which role may do what. A call names the permission it needs in its proto annotation. */
export const rolePermissions: Record<Role, readonly string[]> = {
  salesperson: sales,
  manager: [...sales, 'customer.transfer', 'customer.channel'],
  administrator: [
    ...sales,
    'customer.transfer',
    'customer.channel',
    'person.manage',
    'session.manage',
    'credential.manage',
    'unit.manage',
  ],
};

const permissionsOf = new Map(
  Object.entries(rolePermissions).map(([role, permissions]) => [role, new Set(permissions)]),
);

/** Every permission that some role has: a call that needs another one could never be made. */
export const knownPermissions: ReadonlySet<string> = new Set(Object.values(rolePermissions).flat());

/** What only a signed-in person may do, and no key in the person's name: else a key could make another, wider one. */
export const personalPermissions: ReadonlySet<string> = new Set(['credential.own']);

/** Whether the scopes of a key, where the caller came with one, leave the permission. */
export function withinScopes(caller: Caller, permission: string): boolean {
  return !caller.scopes || caller.scopes.includes(permission);
}

/** Whether the caller has the permission. Roles add up, scopes take away; services act within their own database and may all. */
export function may(caller: Caller, permission: string): boolean {
  if (caller.kind === 'service') return true;
  if (!withinScopes(caller, permission)) return false;
  return caller.roles.some((role) => permissionsOf.get(role)?.has(permission));
}
