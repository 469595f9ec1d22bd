import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';

/** What of a custom field may change. */
export type FieldChanges = Pick<
  CustomField,
  | 'label'
  | 'help'
  | 'options'
  | 'requiredStages'
  | 'unknownAllowed'
  | 'minimum'
  | 'maximum'
  | 'defaultValue'
  | 'position'
  | 'searchable'
  | 'retired'
>;

/** What of a field may change, by name. */
export const changeable = [
  'label',
  'help',
  'options',
  'requiredStages',
  'unknownAllowed',
  'minimum',
  'maximum',
  'defaultValue',
  'position',
  'searchable',
  'retired',
] as const satisfies readonly (keyof FieldChanges)[];

/** The changeable part of a field. */
export function changesOf(field: FieldChanges): FieldChanges {
  return Object.fromEntries(changeable.map((name) => [name, field[name]])) as unknown as FieldChanges;
}

/**
 * How a field stands when its last change is taken back. Options added by that change may be in use: they stay, retired.
 * An index that was made stays too.
 */
export function undone(field: FieldChanges, previous: FieldChanges): FieldChanges {
  const before = new Set(previous.options.map(({ key }) => key));
  const added = field.options
    .filter(({ key }) => !before.has(key))
    .map((option) => ({ ...option, retired: true }));
  return {
    ...previous,
    options: [...previous.options, ...added],
    searchable: field.searchable || previous.searchable,
  };
}
