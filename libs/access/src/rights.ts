import type { FieldRight, Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { contract } from '@kontor/schema/contract';
import { customField, isCustomName } from '@kontor/schema/custom-names';
import type { FieldLimits, FieldRights } from '@kontor/schema/view';
import { administrator, defaultRoles, type RoleRights } from './default-roles.js';

/** Fields that every answer has: without them a record cannot be named or changed. */
export const alwaysShown: ReadonlySet<string> = new Set(['id', 'etag']);

/** How far a role reaches in an object that it does not name. */
const usualReach: Reach = 'line';

/** Fields of the name-only view where a role names none, as far as the object has them. */
const usualNames = ['name', 'number', 'ownerId', 'status'];

const height: Record<FieldRight, number> = { none: 0, mask: 1, read: 2, write: 3 };

/**
 * What the roles of somebody allow together. Permissions and reaches add up, and what one role denies none gives. On
 * a field the highest right counts of those that name it, but none wins; a field that no role names may be changed,
 * unless the contract guards it: then it is hidden. A field worked out from others is seen by who sees them all.
 */
export class Rights implements FieldRights {
  private readonly permissions: ReadonlySet<string>;
  private readonly denied: ReadonlySet<string>;
  private readonly namesOf = new Map<string, readonly string[] | undefined>();
  private readonly limitsOf = new Map<string, FieldLimits | undefined>();

  constructor(private readonly roles: readonly RoleRights[]) {
    this.permissions = new Set(roles.flatMap(({ permissions }) => permissions));
    this.denied = new Set(roles.flatMap(({ deniedPermissions }) => deniedPermissions));
  }

  /** Whether all is allowed, whatever other roles say. */
  get all(): boolean {
    return this.roles.some(({ id }) => id === administrator);
  }

  may(permission: string): boolean {
    return this.all || (this.permissions.has(permission) && !this.denied.has(permission));
  }

  /** Whether these rights leave out no permission and no field that the others give. */
  covers(other: Rights): boolean {
    if (this.all) return true;
    if (other.all || [...other.permissions].some((one) => other.may(one) && !this.may(one))) return false;
    return contract
      .objects()
      .every(({ name, message }) =>
        contract
          .fields(message)
          .every((field) => height[this.field(name, field.name)] >= height[other.field(name, field.name)]),
      );
  }

  /** How the roles reach among the records of an object; empty for who holds no role: then only the own ones. */
  reaches(object: string): ReadonlySet<Reach> {
    if (this.all) return new Set(['all']);
    return new Set(
      this.roles.map(({ reaches }) => reaches.find((one) => one.object === object)?.reach ?? usualReach),
    );
  }

  /** The fields shown of records beyond reach; undefined where such records stay hidden. */
  names(object: string): readonly string[] | undefined {
    if (!this.namesOf.has(object)) this.namesOf.set(object, this.findNames(object));
    return this.namesOf.get(object);
  }

  private findNames(object: string): readonly string[] | undefined {
    const views = this.roles.flatMap(({ names }) => names.filter((one) => one.object === object));
    if (views.length === 0) return undefined;
    const fields = new Set(views.flatMap((view) => (view.fields.length > 0 ? view.fields : usualNames)));
    const known = contract.object(object);
    const all = known ? contract.fields(known.message) : [];
    return all
      .filter(
        ({ name }) => alwaysShown.has(name) || (fields.has(name) && this.field(object, name) !== 'none'),
      )
      .map(({ name }) => name);
  }

  /**
   * The right on a field of an object, by their names in JSON. On a custom field, `custom.<key>`, no more than on all of
   * them, `custom`.
   */
  field(object: string, name: string): FieldRight {
    if (this.all || alwaysShown.has(name)) return 'write';
    const known = contract.object(object);
    if (isCustomName(name))
      return lower(this.named(object, name) ?? 'write', this.field(object, customField));
    const field = known && contract.fields(known.message).find((one) => one.name === name);
    if (!field) return 'none';
    const own = this.named(object, name) ?? (field.rules.guarded ? 'none' : 'write');
    const { derivedFrom, standsFor } = field.rules;
    const sources = derivedFrom.map((source) => this.field(object, source));
    if (standsFor) sources.push(this.field(standsFor.object, standsFor.field));
    return sources.reduce(lower, own);
  }

  /** Which fields of an object are not free; undefined where all are. */
  limits(object: string): FieldLimits | undefined {
    if (this.all) return undefined;
    if (!this.limitsOf.has(object)) this.limitsOf.set(object, this.findLimits(object));
    return this.limitsOf.get(object);
  }

  private findLimits(object: string): FieldLimits | undefined {
    const known = contract.object(object);
    const names = (known ? contract.fields(known.message) : []).map(({ name }) => name);
    const fields = [...names, ...this.namedCustom(object)].map((name) => ({
      name,
      right: this.field(object, name),
    }));
    const named = (...rights: FieldRight[]) =>
      new Set(fields.filter(({ right }) => rights.includes(right)).map(({ name }) => name));
    const unwritable = named('none', 'mask', 'read');
    if (unwritable.size === 0) return undefined;
    return { hidden: named('none'), masked: named('mask'), unwritable };
  }

  /** The custom fields of an object that the roles name; the others are as free as `custom` is. */
  namedCustom(object: string): string[] {
    const names = this.roles.flatMap(({ fields }) =>
      fields.flatMap((one) => (one.object === object && isCustomName(one.field) ? [one.field] : [])),
    );
    return [...new Set(names)];
  }

  /** The right that the roles name for a field themselves; undefined where none names it. */
  named(object: string, field: string): FieldRight | undefined {
    const rights = this.roles.flatMap(({ fields }) =>
      fields.filter((one) => one.object === object && one.field === field).map(({ right }) => right),
    );
    if (rights.length === 0 || rights.includes('none')) return rights[0] && 'none';
    return rights.reduce((a, b) => (height[a] >= height[b] ? a : b));
  }
}

function lower(a: FieldRight, b: FieldRight): FieldRight {
  return height[a] <= height[b] ? a : b;
}

const shipped = new Map<string, Rights>();

/** The rights of roles as Kontor ships them; unknown ids give nothing. */
export function shippedRights(roles: readonly string[]): Rights {
  const key = [...roles].sort().join();
  let rights = shipped.get(key);
  if (!rights) {
    rights = new Rights(defaultRoles.filter(({ id }) => roles.includes(id)));
    shipped.set(key, rights);
  }
  return rights;
}
