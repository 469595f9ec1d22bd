import type {
  AccessReason,
  AccessTier,
  FieldExplanation,
  Share,
} from '@kontor/contracts/gen/kontor/access/v1/access';
import { contract } from '@kontor/schema/contract';
import { isCustomName } from '@kontor/schema/custom-names';
import type { Organisation } from './organisation.js';
import { alwaysShown, type Rights } from './rights.js';

/** What is known of a record when its visibility is explained. */
export interface ExplainedRecord {
  object: string;
  ownerId: string;
  /** The shares of the record that hold now. */
  shares: readonly Share[];
}

/** Somebody whose rights are explained. */
export interface ExplainedPerson {
  id: string;
  roles: readonly string[];
}

/** What somebody sees of a record and by which rules, the strongest first. */
export interface RowExplanation {
  tier: AccessTier;
  writable: boolean;
  reasons: AccessReason[];
}

/** Explains by the same facts that decide: roles, reporting lines, units, substitutions and shares as of `now`. */
export function explainRow(
  organisation: Organisation,
  person: ExplainedPerson,
  record: ExplainedRecord,
  now: number,
): RowExplanation {
  const reached = organisation
    .actingFor(person.id, record.object, now)
    .flatMap((id) => reachReasons(organisation, id, id === person.id ? person.roles : undefined, record));
  const own = reached.map(({ actingId, ...reason }) => ({
    ...reason,
    ...(actingId !== person.id && { onBehalfOf: actingId }),
  }));
  const shares = record.shares.filter(({ granteeId }) =>
    [person.id, ...organisation.unitsOf(person.id)].includes(granteeId),
  );
  const names = namesReason(organisation, person, record.object);
  const full = [...own, ...shares.map(shareReason)];
  return {
    tier: full.length > 0 ? 'full' : names ? 'name' : 'hidden',
    writable: own.length > 0 || shares.some(({ level }) => level === 'write'),
    reasons: [...full, ...(names ? [names] : [])],
  };
}

type ReachReason = AccessReason & { actingId: string };

/** By which roles a person reaches the owner of a record, without substitutions. */
function reachReasons(
  organisation: Organisation,
  actingId: string,
  knownRoles: readonly string[] | undefined,
  { object, ownerId }: ExplainedRecord,
): ReachReason[] {
  const roles = knownRoles ?? organisation.rolesOfPerson(actingId);
  const [unitId] = organisation.unitsOf(ownerId);
  const reasons: ReachReason[] = actingId === ownerId ? [{ actingId, rule: 'owner' }] : [];
  for (const roleId of roles) {
    for (const rule of organisation.rights([roleId]).reaches(object)) {
      if (rule === 'all') reasons.push({ actingId, rule: 'all', roleId });
      if (actingId === ownerId) continue;
      if (rule === 'line' && organisation.isBelow(ownerId, actingId))
        reasons.push({ actingId, rule: 'line', roleId });
      const [own] = organisation.unitsOf(actingId);
      if (!unitId || !own) continue;
      if (rule === 'unit' && unitId === own) reasons.push({ actingId, rule: 'unit', roleId, unitId });
      if (rule === 'unit_below' && organisation.unitsOf(ownerId).includes(own))
        reasons.push({ actingId, rule: 'unit_below', roleId, unitId });
    }
  }
  return reasons;
}

function shareReason({ id, source, granteeKind, granteeId, endTime }: Share): AccessReason {
  return {
    rule: source === 'grant' ? 'grant' : 'share',
    shareId: id,
    ...(granteeKind === 'unit' && { unitId: granteeId }),
    ...(endTime && { endTime }),
  };
}

function namesReason(
  organisation: Organisation,
  { roles }: ExplainedPerson,
  object: string,
): AccessReason | undefined {
  const roleId = roles.find((id) => organisation.rights([id]).names(object));
  return roleId === undefined ? undefined : { rule: 'name', roleId };
}

/** The right on each field of an object that is not free for the roles, or on the one asked for, and which role decides. */
export function explainFields(
  organisation: Organisation,
  roles: readonly string[],
  object: string,
  only?: string,
): FieldExplanation[] {
  const rights = organisation.rights(roles);
  const known = contract.object(object);
  const names = (known ? contract.fields(known.message) : []).map(({ name }) => name);
  const custom = only !== undefined && isCustomName(only) ? [only] : rights.namedCustom(object);
  return [...new Set([...names, ...custom])]
    .filter((name) => (only === undefined ? !alwaysShown.has(name) : name === only))
    .map((name) => explainField(organisation, rights, roles, object, name))
    .filter(({ right }) => only !== undefined || right !== 'write');
}

function explainField(
  organisation: Organisation,
  rights: Rights,
  roles: readonly string[],
  object: string,
  field: string,
): FieldExplanation {
  const right = rights.field(object, field);
  if (rights.all) return { field, right, source: 'administrator' };
  const message = contract.object(object)?.message ?? '';
  const rules = contract.fields(message).find(({ name }) => name === field)?.rules;
  const derivedFrom = rules?.derivedFrom.find((other) => rights.field(object, other) === right);
  if (derivedFrom !== undefined && right !== 'write') return { field, right, source: 'derived', derivedFrom };
  const roleId = roles.find((id) => organisation.rights([id]).named(object, field) === right);
  if (roleId !== undefined) return { field, right, source: right === 'none' ? 'denied' : 'role', roleId };
  return { field, right, source: rules?.guarded ? 'guarded' : 'free' };
}
