import { knownPermissions, personalPermissions } from '@kontor/access/permissions';
import { Rights } from '@kontor/access/rights';
import type { Caller } from '@kontor/access/caller';
import type { RoleRights } from '@kontor/access/default-roles';
import type { FieldRight, Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';

/** What somebody holds: of a person all that the roles allow, of a key with scopes less. */
export type Held = Pick<Rights, 'all' | 'may' | 'reaches' | 'names' | 'field' | 'namedCustom'>;

const height: Record<FieldRight, number> = { none: 0, mask: 1, read: 2, write: 3 };

/** Which reaches lie within a reach; the own records are within each. */
const within: Record<Reach, readonly Reach[]> = {
  own: ['own'],
  line: ['own', 'line'],
  unit: ['own', 'unit'],
  unit_below: ['own', 'unit', 'unit_below'],
  all: ['own', 'line', 'unit', 'unit_below', 'all'],
};

/**
 * What a caller holds to give away. A key with scopes gives no permission beyond them, or a key that may add people
 * could add one who may all; what only people may do for themselves is no scope, and so is not asked of it.
 */
export function heldBy({ scopes }: Pick<Caller, 'scopes'>, rights: Rights): Held {
  if (!scopes) return rights;
  return {
    all: false,
    may: (permission) =>
      rights.may(permission) && (scopes.includes(permission) || personalPermissions.has(permission)),
    reaches: (object) => rights.reaches(object),
    names: (object) => rights.names(object),
    field: (object, name) => rights.field(object, name),
    namedCustom: (object) => rights.namedCustom(object),
  };
}

/**
 * The first right of `wanted` that is not held, in words such as `customer.transfer` or `product.cost: read`;
 * undefined where all of it is held. Who may all is held by nobody else, whatever else they may.
 */
export function lackingRight(held: Held, wanted: Held): string | undefined {
  if (held.all) return undefined;
  if (wanted.all) return 'administrator';
  for (const permission of knownPermissions)
    if (wanted.may(permission) && !held.may(permission)) return permission;
  for (const { name, message } of contract.objects()) {
    for (const reach of wanted.reaches(name)) if (!reachHeld(held, name, reach)) return `${name}: ${reach}`;
    for (const field of wanted.names(name) ?? []) if (!nameHeld(held, name, field)) return `${name}.${field}`;
    for (const field of fieldNames(name, message, held, wanted)) {
      const right = wanted.field(name, field);
      if (height[right] > height[held.field(name, field)]) return `${name}.${field}: ${right}`;
    }
  }
  return undefined;
}

/**
 * What a change would put into a role that the caller does not hold, each at its entry. `before` is undefined for a
 * new role. Taking a denial back counts as giving: another role of a holder may give what this one denied.
 */
export function givenBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  if (held.all) return [];
  return [
    ...permissionsBeyond(held, before, after),
    ...reachesBeyond(held, before, after),
    ...namesBeyond(held, before, after),
    ...namedFieldsBeyond(held, before, after),
    ...freeFieldsBeyond(held, before, after),
  ];
}

function permissionsBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  const had = new Set(before?.permissions);
  const allowedAnew = before?.deniedPermissions.filter((one) => !after.deniedPermissions.includes(one)) ?? [];
  return [
    ...after.permissions.flatMap((one, i) =>
      had.has(one) || held.may(one) ? [] : beyond(`role.permissions[${i}]`, one),
    ),
    ...allowedAnew.flatMap((one) => (held.may(one) ? [] : beyond('role.deniedPermissions', one))),
  ];
}

function reachesBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  const was = before && new Rights([before]);
  const is = new Rights([after]);
  return contract.objects().flatMap(({ name }) =>
    [...is.reaches(name)].flatMap((reach) => {
      if ((was && reachHeld(was, name, reach)) || reachHeld(held, name, reach)) return [];
      const i = after.reaches.findIndex(({ object }) => object === name);
      return beyond(i < 0 ? 'role.reaches' : `role.reaches[${i}].reach`, `${name}: ${reach}`);
    }),
  );
}

function namesBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  const was = before && new Rights([before]);
  const is = new Rights([after]);
  return after.names.flatMap(({ object }, i) =>
    (is.names(object) ?? [])
      .filter((field) => !was?.names(object)?.includes(field) && !nameHeld(held, object, field))
      .flatMap((field) => beyond(`role.names[${i}]`, `${object}.${field}`)),
  );
}

/** Naming a field may raise it for holders of another role that names it lower, even where this one said as much. */
function namedFieldsBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  return after.fields.flatMap(({ object, field, right }, i) => {
    const was = ruleOf(before, object, field);
    if (was === right) return [];
    const needed = was === 'none' ? 'write' : right;
    if (height[held.field(object, field)] >= height[needed]) return [];
    return beyond(`role.fields[${i}].right`, `${object}.${field}: ${right}`);
  });
}

/** Fields that the role does not name, or no more: what then holds for them. */
function freeFieldsBeyond(held: Held, before: RoleRights | undefined, after: RoleRights): FieldViolation[] {
  const was = before && new Rights([before]);
  const is = new Rights([after]);
  return contract.objects().flatMap(({ name: object, message }) =>
    fieldNames(object, message, held, is, ...(was ? [was] : [])).flatMap((name) => {
      if (ruleOf(after, object, name)) return [];
      const right = ruleOf(before, object, name) === 'none' ? 'write' : is.field(object, name);
      const had = was && right !== 'none' ? was.field(object, name) : 'none';
      if (height[right] <= height[had] || height[right] <= height[held.field(object, name)]) return [];
      return beyond('role.fields', `${object}.${name}: ${right}`);
    }),
  );
}

/** The fields of the contract, and the custom ones that any of these rights names: the others are free for all. */
function fieldNames(
  object: string,
  message: string,
  ...rights: readonly Pick<Rights, 'namedCustom'>[]
): string[] {
  const custom = rights.flatMap((one) => one.namedCustom(object));
  return [...new Set([...contract.fields(message).map(({ name }) => name), ...custom])];
}

function ruleOf(role: RoleRights | undefined, object: string, field: string): FieldRight | undefined {
  return role?.fields.find((rule) => rule.object === object && rule.field === field)?.right;
}

function reachHeld(held: Held, object: string, reach: Reach): boolean {
  return reach === 'own' || [...held.reaches(object)].some((one) => within[one].includes(reach));
}

function nameHeld(held: Held, object: string, field: string): boolean {
  if (held.names(object)?.includes(field)) return true;
  return held.reaches(object).has('all') && height[held.field(object, field)] >= height.read;
}

function beyond(field: string, right: string): FieldViolation[] {
  return [{ field, reason: 'right-not-held', params: { right } }];
}
