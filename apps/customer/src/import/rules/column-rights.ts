import type { ImportColumn } from '@kontor/contracts/gen/kontor/customer/v1/import';
import { customField, isCustomName } from '@kontor/schema/custom-names';
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

const contactParts: Record<string, string> = {
  Name: 'name',
  Position: 'position',
  Phone: 'phones',
  Email: 'emails',
};

/** The field of a contact that a column ends up in. */
function contactField(field: string): string | undefined {
  const [, part, custom] = /^contact\d(?:([A-Z]\w+)|\.(custom\.\w+))$/.exec(field) ?? [];
  return custom ?? (part && contactParts[part]);
}

/** The columns that fill fields of customers which the rights do not let write, with their places in the mapping. */
export function unwritableColumns(
  columns: readonly ImportColumn[],
  rights: FieldRights,
  object = 'customer',
): { place: string; column: string }[] {
  if (object === 'interaction') return unwritableTalks(columns, rights);
  const unwritable = rights.limits('customer')?.unwritable ?? new Set<string>();
  const ofContacts = rights.limits('contact')?.unwritable ?? new Set<string>();
  if (unwritable.size === 0 && ofContacts.size === 0) return [];
  return columns.flatMap(({ column, field }, index) => {
    const filled = customerField[field as ImportField] ?? field;
    const contactPart = contactField(field);
    const refused =
      (contactPart !== undefined &&
        (ofContacts.has(contactPart) || (isCustomName(contactPart) && ofContacts.has(customField)))) ||
      unwritable.has(filled) ||
      (isCustomName(filled) && unwritable.has(customField));
    return refused ? [{ place: `columns[${index}].column`, column }] : [];
  });
}

/** The field of a talk that a column fills, where it has another name; customers are only found by theirs. */
const talkField: Record<string, string> = { authorEmail: 'authorId' };

function unwritableTalks(
  columns: readonly ImportColumn[],
  rights: FieldRights,
): { place: string; column: string }[] {
  const unwritable = rights.limits('interaction')?.unwritable ?? new Set<string>();
  return columns.flatMap(({ column, field }, index) =>
    unwritable.has(talkField[field] ?? field) ? [{ place: `columns[${index}].column`, column }] : [],
  );
}

/** Those of the fields of an import that fill what the rights hide or show masked only. */
export function coveredColumns(fields: readonly string[], rights: FieldRights): Set<string> {
  const isCovered = (object: string, field: string): boolean => {
    const limits = rights.limits(object);
    return limits !== undefined && (limits.hidden.has(field) || limits.masked.has(field));
  };
  return new Set(
    fields.filter((field) => {
      const part = contactField(field);
      if (part)
        return isCovered('contact', part) || (isCustomName(part) && isCovered('contact', customField));
      const filled = customerField[field as ImportField] ?? field;
      return isCovered('customer', filled) || (isCustomName(filled) && isCovered('customer', customField));
    }),
  );
}
