import type { ImportColumn } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { FieldViolation } from '@kontor/errors/app-error';
import { contactFields } from './row-contacts.js';

/** Every field that a column may fill. */
export const importFields = [
  'name',
  'kind',
  'status',
  'channel',
  'segment',
  'phone',
  'email',
  'website',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'note',
  'externalId',
  'ownerEmail',
  'taxNumber',
  'number',
  ...contactFields,
] as const;

/** A field of the contract, or a custom one of the customer or of a contact. */
export type ImportField =
  (typeof importFields)[number] | `custom.${string}` | `contact${number}.custom.${string}`;

/** Fields of which a customer has several, so that several columns may fill them. */
const repeatable: ReadonlySet<ImportField> = new Set<ImportField>(['phone', 'email']);

/** Whether a column may fill a field of this name; `custom` are the custom fields that there are, `custom.<key>` and
 * `contact1.custom.<key>`. */
function isImportField(name: string, custom: ReadonlySet<string> = new Set()): name is ImportField {
  return (importFields as readonly string[]).includes(name) || custom.has(name);
}

/** What is wrong with a mapping: unknown fields, a field filled twice, no column for the name where one is needed. */
export function columnViolations(
  columns: readonly ImportColumn[],
  custom: ReadonlySet<string> = new Set(),
  nameNeeded = true,
): FieldViolation[] {
  const violations: FieldViolation[] = [];
  const filled = new Set<string>();
  columns.forEach(({ field }, index) => {
    const place = `columns[${index}].field`;
    if (!isImportField(field, custom)) {
      violations.push({
        field: place,
        reason: 'import-field-unknown',
        params: { fields: [...importFields, ...custom].join(', ') },
      });
    } else if (filled.has(field) && !repeatable.has(field)) {
      violations.push({ field: place, reason: 'import-field-twice', params: { field } });
    }
    filled.add(field);
  });
  if (nameNeeded && !filled.has('name'))
    violations.push({ field: 'columns', reason: 'import-name-unmapped' });
  return violations;
}

/** Where in a row the value of a field stands. */
export interface Place {
  field: ImportField;
  /** Heading of the column. */
  column: string;
  /** Position of the cell, from 0. */
  index: number;
}

/** Why the header of a file does not fit the mapping. */
export interface HeaderFault {
  reason: 'import-column-missing' | 'import-column-ambiguous';
  params: {
    column: string;
    /** Headings that there are, of a column that is not: they show a wrong separator, encoding or file at once. */
    found?: string;
  };
}

const mostShown = 20;
const longestShown = 40;

/** Some headings, as a sentence shows them; those of a file that is no table are long and hold anything. */
function shownHeadings(headings: readonly string[]): string {
  const shown = headings.slice(0, mostShown).map((heading) => {
    const plain = heading.replace(/[\p{C}\ufffd]+/gu, '·');
    return plain.length > longestShown ? `${plain.slice(0, longestShown).toWellFormed()}…` : plain;
  });
  return [...shown, ...(headings.length > mostShown ? ['…'] : [])].join(', ');
}

/** Finds the mapped columns in the header of a file, or says which one is missing or there twice. */
export function placesOf(header: readonly string[], columns: readonly ImportColumn[]): Place[] | HeaderFault {
  const headings = header.map((heading) => heading.trim());
  const places: Place[] = [];
  for (const { column, field } of columns) {
    const index = headings.indexOf(column.trim());
    if (index < 0)
      return { reason: 'import-column-missing', params: { column, found: shownHeadings(headings) } };
    if (headings.indexOf(column.trim(), index + 1) >= 0)
      return { reason: 'import-column-ambiguous', params: { column } };
    places.push({ field: field as ImportField, column, index });
  }
  return places;
}
