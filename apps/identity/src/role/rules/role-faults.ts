import { knownPermissions } from '@kontor/access/permissions';
import { alwaysShown } from '@kontor/access/rights';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import type { RoleFields } from './role-changes.js';

const idForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether a text may name a role: lower-case words of letters and digits, with hyphens between them. */
export function isRoleId(id: string): boolean {
  return idForm.test(id);
}

/**
 * What makes no sense in a role, each fault at the entry that has it, such as `role.fields[3].field`. `customFields` are
 * the custom fields that there are, as `customer.custom.industry`.
 */
export function roleFaults(
  role: RoleFields,
  customFields: ReadonlySet<string> = new Set(),
): FieldViolation[] {
  return [
    ...permissionFaults(role),
    ...reachFaults(role),
    ...nameFaults(role),
    ...fieldFaults(role, customFields),
  ];
}

function permissionFaults({ permissions, deniedPermissions }: RoleFields): FieldViolation[] {
  const given = new Set(permissions);
  return [
    ...permissions.flatMap((one, i) => listed('role.permissions', permissions, one, i)),
    ...deniedPermissions.flatMap((one, i) => {
      const faults = listed('role.deniedPermissions', deniedPermissions, one, i);
      return given.has(one)
        ? [...faults, fault(`role.deniedPermissions[${i}]`, 'given-and-denied', one)]
        : faults;
    }),
  ];
}

function listed(field: string, list: readonly string[], permission: string, i: number): FieldViolation[] {
  if (!knownPermissions.has(permission)) return [fault(`${field}[${i}]`, 'unknown-permission', permission)];
  return list.indexOf(permission) < i ? [fault(`${field}[${i}]`, 'entry-twice', permission)] : [];
}

function reachFaults({ reaches }: RoleFields): FieldViolation[] {
  return reaches.flatMap(({ object }, i) => {
    const field = `role.reaches[${i}].object`;
    if (!contract.object(object)) return [fault(field, 'unknown-object', object)];
    return reaches.findIndex((one) => one.object === object) < i ? [fault(field, 'entry-twice', object)] : [];
  });
}

/** Who reaches all of an object meets no record beyond; a name-only view of it would never be used. */
function nameFaults({ names, reaches, fields }: RoleFields): FieldViolation[] {
  return names.flatMap(({ object, fields: shown }, i) => {
    const place = `role.names[${i}]`;
    const known = fieldsOf(object);
    if (!known) return [fault(`${place}.object`, 'unknown-object', object)];
    if (names.findIndex((one) => one.object === object) < i)
      return [fault(`${place}.object`, 'entry-twice', object)];
    if (reaches.some((one) => one.object === object && one.reach === 'all'))
      return [fault(`${place}.object`, 'names-of-all', object)];
    return shown.flatMap((name, k) => {
      const field = `${place}.fields[${k}]`;
      if (!known.has(name)) return [fault(field, 'unknown-field')];
      if (shown.indexOf(name) < k) return [fault(field, 'entry-twice', name)];
      const hidden = fields.some(
        (rule) => rule.object === object && rule.field === name && rule.right === 'none',
      );
      return hidden ? [fault(field, 'shown-and-hidden', name)] : [];
    });
  });
}

function fieldFaults({ fields }: RoleFields, customFields: ReadonlySet<string>): FieldViolation[] {
  const seen = new Set<string>();
  return fields.flatMap(({ object, field }, i) => {
    const place = `role.fields[${i}]`;
    const known = fieldsOf(object);
    if (!known) return [fault(`${place}.object`, 'unknown-object', object)];
    if (!known.has(field) && !customFields.has(`${object}.${field}`))
      return [fault(`${place}.field`, 'unknown-field')];
    if (alwaysShown.has(field)) return [fault(`${place}.field`, 'field-always-shown', field)];
    const key = `${object} ${field}`;
    if (seen.has(key)) return [fault(`${place}.field`, 'entry-twice', `${object}.${field}`)];
    seen.add(key);
    return [];
  });
}

function fieldsOf(object: string): ReadonlySet<string> | undefined {
  const known = contract.object(object);
  return known && new Set(contract.fields(known.message).map(({ name }) => name));
}

function fault(field: string, reason: string, entry = ''): FieldViolation {
  return { field, reason, params: { entry } };
}
