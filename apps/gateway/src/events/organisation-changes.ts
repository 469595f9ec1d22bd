import type { EventTypes } from '@kontor/contracts/gen/events';
import type { SnapshotSubstitution } from '@kontor/contracts/gen/kontor/identity/v1/organisation_service';
import type { OrganisationPart } from './people.js';

/** A substitution as an event tells it: it may have been called off. */
export type KnownSubstitution = SnapshotSubstitution & { cancelled?: boolean };

/** What each event of identity changes about who may see what. */
const changes: { [K in keyof EventTypes]?: (event: EventTypes[K]) => OrganisationPart } = {
  'kontor.identity.v1.PersonChanged': ({ person }) => (person ? { people: [person] } : {}),
  'kontor.identity.v1.UnitChanged': ({ unit }) => (unit ? { units: [unit] } : {}),
  'kontor.identity.v1.UnitDeleted': ({ unitId, etag }) => ({ removed: { unitId, etag } }),
  'kontor.identity.v1.RoleChanged': ({ role }) => (role ? { roles: [role] } : {}),
  'kontor.identity.v1.RoleDeleted': ({ roleId, etag }) => ({ removed: { roleId, etag } }),
  'kontor.identity.v1.SubstitutionChanged': (substitution) => ({ substitutions: [substitution] }),
};

/** What an event tells of people, units, roles and substitutions; undefined for every other event. */
export function organisationChanges(type: string, payload: unknown): OrganisationPart | undefined {
  if (!Object.hasOwn(changes, type)) return undefined;
  return (changes[type as keyof EventTypes] as (event: unknown) => OrganisationPart)(payload);
}
