import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { FieldViolation } from '@kontor/errors/app-error';
import { storedEmail } from './email.js';

/** What the company sets for people who say nothing else. */
export interface PersonDefaults {
  timeZone: string;
}

/** The fields of a person that callers may change. */
export type PersonFields = Pick<
  Person,
  'email' | 'name' | 'unitId' | 'managerId' | 'roles' | 'language' | 'timeZone' | 'position' | 'calendarId'
>;

type Given = Partial<{ [K in keyof PersonFields]: PersonFields[K] | undefined }>;

/** Roles that come first, in the order of rank; others follow in the order of the alphabet. */
const ranks: readonly string[] = ['administrator', 'manager', 'salesperson'];

/** The roles as stored: each once, in the order of rank; without any, salesperson. */
export function storedRoles(roles: readonly string[] = []): string[] {
  const others = [...new Set(roles)].filter((role) => !ranks.includes(role)).sort();
  const held = [...ranks.filter((role) => roles.includes(role)), ...others];
  return held.length > 0 ? held : ['salesperson'];
}

/** Each field: what is stored for what was given, where absence and empty text mean "none". */
const stored: { [K in keyof PersonFields]-?: (given: Given, defaults: PersonDefaults) => PersonFields[K] } = {
  email: ({ email }) => storedEmail(email ?? ''),
  name: ({ name }) => name?.trim() ?? '',
  unitId: ({ unitId }) => unitId || undefined,
  managerId: ({ managerId }) => managerId || undefined,
  roles: ({ roles }) => storedRoles(roles),
  language: ({ language }) => language || 'en',
  timeZone: ({ timeZone }, defaults) => timeZone || defaults.timeZone,
  position: ({ position }) => position?.trim() || undefined,
  calendarId: ({ calendarId }) => calendarId || undefined,
};

/** The fields of a new person, with defaults where nothing is given. */
export function newPersonFields(given: Given, defaults: PersonDefaults): PersonFields {
  return Object.fromEntries(
    Object.entries(stored).map(([name, of]) => [name, of(given, defaults)]),
  ) as unknown as PersonFields;
}

/**
 * The changes that a request makes, from the fields in its mask. An absent value clears unit, manager, position and
 * calendar and puts roles, language and time zone back to their defaults; address and name cannot be cleared.
 */
export function personChanges(
  given: Given,
  mask: readonly string[],
  defaults: PersonDefaults,
): { changes: Partial<PersonFields>; faults: FieldViolation[] } {
  const changes: Partial<Record<keyof PersonFields, unknown>> = {};
  const faults: FieldViolation[] = [];
  for (const name of mask) {
    const field = `person.${name}`;
    if (!isChangeable(name)) {
      faults.push({ field, reason: kept.has(name) ? 'read-only-field' : 'unknown-field' });
      continue;
    }
    const value = stored[name](given, defaults);
    if (value === '') faults.push({ field, reason: 'required' });
    changes[name] = value;
  }
  return { changes: changes as Partial<PersonFields>, faults };
}

/** Fields that only the service sets. */
const kept: ReadonlySet<string> = new Set(['id', 'status', 'lastDay', 'etag', 'createTime', 'updateTime']);

function isChangeable(name: string): name is keyof PersonFields {
  return Object.hasOwn(stored, name);
}
