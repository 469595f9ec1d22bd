import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { FieldViolation } from '@kontor/errors/app-error';

/** The fields of a role that callers may change. */
export type RoleFields = Pick<
  Role,
  'name' | 'description' | 'permissions' | 'deniedPermissions' | 'reaches' | 'names' | 'fields'
>;

type Given = Partial<{ [K in keyof RoleFields]: RoleFields[K] | undefined }>;

/** Each field: what is stored for what was given, where absence means "none". */
const stored: { [K in keyof RoleFields]-?: (given: Given) => RoleFields[K] } = {
  name: ({ name }) => name?.trim() ?? '',
  description: ({ description }) => description?.trim() ?? '',
  permissions: ({ permissions }) => permissions ?? [],
  deniedPermissions: ({ deniedPermissions }) => deniedPermissions ?? [],
  reaches: ({ reaches }) => reaches ?? [],
  names: ({ names }) => (names ?? []).map(({ object, fields }) => ({ object, fields: fields ?? [] })),
  fields: ({ fields }) => fields ?? [],
};

/** Fields that only the service sets, and the id, by which people and other services name the role. */
const kept: ReadonlySet<string> = new Set(['id', 'builtIn', 'etag', 'createTime', 'updateTime']);

/** The fields of a new role. */
export function newRoleFields(given: Given): { changes: RoleFields; faults: FieldViolation[] } {
  const { changes, faults } = roleChanges(given, Object.keys(stored));
  return { changes: changes as RoleFields, faults };
}

/** The changes that a request makes, from the fields in its mask. Lists are replaced whole; the name cannot be cleared. */
export function roleChanges(
  given: Given,
  mask: readonly string[],
): { changes: Partial<RoleFields>; faults: FieldViolation[] } {
  const changes: Partial<Record<keyof RoleFields, unknown>> = {};
  const faults: FieldViolation[] = [];
  for (const name of mask) {
    const field = `role.${name}`;
    if (!isChangeable(name)) {
      faults.push({ field, reason: kept.has(name) ? 'read-only-field' : 'unknown-field' });
      continue;
    }
    const value = stored[name](given);
    if (name === 'name' && value === '') faults.push({ field, reason: 'required' });
    else changes[name] = value;
  }
  return { changes: changes as Partial<RoleFields>, faults };
}

function isChangeable(name: string): name is keyof RoleFields {
  return Object.hasOwn(stored, name);
}
