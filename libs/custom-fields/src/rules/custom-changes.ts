import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { FieldViolation } from '@kontor/errors/app-error';
import { defaultOf, isUnknown, readCustomValue, type CustomValue } from './custom-value.js';

/** The custom values of a record, by the keys of their fields; a field without a value is not there. */
export type CustomValues = Record<string, CustomValue>;

/** What somebody wants to be written into the custom fields of a record. */
export interface WantedValues {
  /** By key: a new value, or null to clear; keys that are not there stay. */
  given: Readonly<Record<string, unknown>>;
  /** What the record has; undefined for one that is made. */
  before?: Readonly<Record<string, unknown>> | undefined;
  /** Stage in which the record will be; undefined where its object has none. */
  stage?: string | undefined;
  /** Whether the record enters the stage with this change; true for one that is made. */
  entersStage: boolean;
  /** Whether the caller may fill the field: nobody is asked for what they may not write. */
  mayWrite: (key: string) => boolean;
}

/** The values as they will stand, or the fields at fault, named `custom.<key>`. */
export interface CustomChanges {
  values: CustomValues;
  faults: FieldViolation[];
  /** People whom new values name, by the path that names them. */
  people: ReadonlyMap<string, string>;
  /** Records that new values name. */
  references: readonly { object: string; id: string; field: string }[];
}

/** Required at every stage. */
export const always = 'always';

/** The path of a custom field, as rights, filters and errors name it. */
export function customPath(key: string): string {
  return `custom.${key}`;
}

/**
 * Checks new values of custom fields and works out how they will stand. A retired field keeps its value and takes no
 * other; one whose type is being changed takes none and is not asked for, until that is done. What is required is asked for when a record is made, when it enters a stage and when such a field is cleared:
 * a field that became required yesterday does not keep people from other changes.
 */
export function customChanges(fields: readonly CustomField[], wanted: WantedValues): CustomChanges {
  const { given, before = {} } = wanted;
  const values = { ...before } as CustomValues;
  const known = new Map(fields.map((field) => [field.key, field]));
  const faults: FieldViolation[] = [];
  const people = new Map<string, string>();
  const references: { object: string; id: string; field: string }[] = [];
  for (const [key, value] of Object.entries(given)) {
    const field = known.get(key);
    const path = customPath(key.slice(0, 100));
    if (!field) {
      faults.push({ field: path, reason: 'unknown-field' });
    } else if (field.changing) {
      faults.push({ field: path, reason: 'custom-field-changing' });
    } else if (value === null || value === undefined) {
      delete values[key];
    } else {
      const read = readCustomValue(field, value, before[key]);
      const same = 'value' in read && JSON.stringify(read.value) === JSON.stringify(before[key]);
      if ('reason' in read) faults.push({ field: path, ...read });
      else if (field.retired && !same) faults.push({ field: path, reason: 'custom-field-retired' });
      else values[key] = read.value;
      if (!('value' in read) || typeof read.value !== 'string' || same) continue;
      if (field.type === 'person') people.set(path, read.value);
      if (field.type === 'reference')
        references.push({ object: field.referenceObject, id: read.value, field: path });
    }
  }
  if (!wanted.before) fillDefaults(fields, given, values);
  faults.push(...missing(fields, values, wanted));
  return { values, faults, people, references };
}

function fillDefaults(
  fields: readonly CustomField[],
  given: Readonly<Record<string, unknown>>,
  values: CustomValues,
): void {
  for (const field of fields) {
    if (field.retired || field.changing || Object.hasOwn(given, field.key)) continue;
    const value = defaultOf(field);
    if (value !== undefined) values[field.key] = value;
  }
}

function missing(
  fields: readonly CustomField[],
  values: CustomValues,
  { given, stage, entersStage, mayWrite }: WantedValues,
): FieldViolation[] {
  return fields.flatMap((field) => {
    const { key, requiredStages, retired, changing } = field;
    const asked = requiredStages.includes(always) || (stage !== undefined && requiredStages.includes(stage));
    if (!asked || retired || changing || values[key] !== undefined || !mayWrite(key)) return [];
    if (!entersStage && !Object.hasOwn(given, key)) return [];
    // A value that was refused is already named.
    if (given[key] !== null && given[key] !== undefined) return [];
    return [{ field: customPath(key), reason: 'custom-required', params: { stage: stage ?? always } }];
  });
}

/** Whether a record has something in a field: a value that is not said to be unknown. */
export function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && !isUnknown(value);
}
