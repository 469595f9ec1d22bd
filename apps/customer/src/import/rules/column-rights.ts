import type { ImportColumn } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { FieldRights } from '@kontor/schema/view';
import type { ImportField } from './columns.js';

/** The field of a customer that a column ends up in, where it has another name. */
const customerField: Partial<Record<ImportField, string>> = {
  phone: 'phones',
  email: 'emails',
  street: 'addresses',
  city: 'addresses',
  region: 'addresses',
  postalCode: 'addresses',
  country: 'addresses',
  ownerEmail: 'ownerId',
};

/** The columns that fill fields of customers which the rights do not let write, with their places in the mapping. */
export function unwritableColumns(
  columns: readonly ImportColumn[],
  rights: FieldRights,
): { place: string; column: string }[] {
  const unwritable = rights.limits('customer')?.unwritable;
  if (!unwritable) return [];
  return columns.flatMap(({ column, field }, index) => {
    const filled = customerField[field as ImportField] ?? field;
    return unwritable.has(filled) ? [{ place: `columns[${index}].column`, column }] : [];
  });
}
