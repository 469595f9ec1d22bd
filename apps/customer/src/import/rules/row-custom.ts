import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { cellValue } from '@kontor/custom-fields/rules/cell-value';
import { customChanges, customPath, type CustomChanges } from '@kontor/custom-fields/rules/custom-changes';
import { cellText } from './cell-text.js';
import type { Place } from './columns.js';

/** What a run knows of custom fields. */
export interface RowCustomFields {
  fields: readonly CustomField[];
  /** Whether the starter may fill the field of a key. */
  mayWrite: (key: string) => boolean;
}

/** The custom values of the customer in a row, or what is wrong with them: as if a call had made the customer. */
export function customOfRow(
  cells: readonly string[],
  places: readonly Place[],
  { fields, mayWrite }: RowCustomFields,
  stage: string | undefined,
): CustomChanges & { given: Record<string, unknown> } {
  const given: Record<string, unknown> = {};
  for (const { field, index } of places) {
    const known = fields.find(({ key }) => customPath(key) === field);
    const value = known && cellValue(known, cellText(cells[index] ?? ''));
    if (known && value !== undefined) given[known.key] = value;
  }
  return { ...customChanges(fields, { given, stage, entersStage: true, mayWrite }), given };
}
