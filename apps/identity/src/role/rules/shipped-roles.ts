import { administrator, defaultRoles, type RoleRights } from '@kontor/access/default-roles';
import { knownPermissions } from '@kontor/access/permissions';
import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { Language } from '@kontor/errors/languages';
import { contract } from '@kontor/schema/contract';
import { shippedName } from './role-names.js';

/** Whether a role comes with Kontor. */
export function isBuiltIn(id: string): boolean {
  return defaultRoles.some((role) => role.id === id);
}

/**
 * What Kontor ships for a role, its name in a language; undefined for one that it does not ship. `version` is that of the
 * role's last change.
 */
export function shippedRole(id: string, version: number, language: Language): Role | undefined {
  const rights = defaultRoles.find((role) => role.id === id);
  if (!rights) return undefined;
  const shown = id === administrator ? everything(rights) : rights;
  return { ...shown, name: shippedName(id, language), description: '', builtIn: true, etag: String(version) };
}

/** What administrators hold without a list, as a list: all that the contract knows. */
function everything(rights: RoleRights): RoleRights {
  const objects = contract.objects();
  return {
    ...rights,
    permissions: [...knownPermissions].sort(),
    reaches: objects.map(({ name }) => ({ object: name, reach: 'all' })),
    fields: objects.flatMap(({ name, message }) =>
      contract
        .fields(message)
        .filter(({ rules }) => rules.guarded)
        .map((field) => ({ object: name, field: field.name, right: 'write' as const })),
    ),
  };
}
