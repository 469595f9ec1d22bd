import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { cellValue, named } from '@kontor/custom-fields/rules/cell-value';
import { customChanges, customPath, type CustomChanges } from '@kontor/custom-fields/rules/custom-changes';
import { cellText } from './cell-text.js';
import type { Place } from './columns.js';

/** What a run knows of custom fields. */
export interface RowCustomFields {
  fields: readonly CustomField[];
  /** Whether the starter may fill the field of a key. */
  mayWrite: (key: string) => boolean;
}

/** A person or a record that a cell names; which one that is, is looked up for the whole batch. */
export interface NamedValue {
  /** Place of the contact whose value it is; absent for the customer's own. */
  contact?: number;
  key: string;
  /** Object of the record; a person where it is empty. */
  object: string;
  /** An e-mail address, a number, an external id, or an id. */
  text: string;
  column: string;
}

/** Stands for a record that is to be looked up. */
const anyRecord = '00000000-0000-4000-8000-000000000000';

/** The custom values of the customer in a row, or what is wrong with them: as if a call had made the customer. */
export function customOfRow(
  cells: readonly string[],
  places: readonly Place[],
  { fields, mayWrite }: RowCustomFields,
  stage: string | undefined,
): CustomChanges & { given: Record<string, unknown>; names: NamedValue[] } {
  const given: Record<string, unknown> = {};
  const names: NamedValue[] = [];
  for (const { field, index, column } of places) {
    const known = fields.find(({ key }) => customPath(key) === field);
    const value = known && cellValue(known, cellText(cells[index] ?? ''));
    if (!known || value === undefined) continue;
    given[known.key] = value;
    if (!named.has(known.type) || typeof value !== 'string') continue;
    names.push({ key: known.key, object: known.referenceObject, text: value, column });
    given[known.key] = anyRecord;
  }
  return { ...customChanges(fields, { given, stage, entersStage: true, mayWrite }), given, names };
}
