import type { Address, Customer, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { isCustomName } from '@kontor/schema/custom-names';
import { cellText, itemsOf, oneLine } from './cell-text.js';
import type { ImportField, Place } from './columns.js';
import { countryCode } from './country.js';
import type { NamedValue } from './row-custom.js';
import { rowContacts, type RowContact } from './row-contacts.js';
import { derivedExternalId } from './row-identity.js';
import type { RowFault } from './row-faults.js';

/** What a row says of a customer; words and formats are not checked yet. */
export type RowCustomer = Pick<
  Customer,
  | 'kind'
  | 'name'
  | 'status'
  | 'channel'
  | 'segment'
  | 'emails'
  | 'website'
  | 'addresses'
  | 'note'
  | 'source'
  | 'externalId'
  | 'taxNumber'
  | 'custom'
> & { phones: Pick<Phone, 'raw'>[] };

/** A customer that a row describes, and whom the row names as owner. */
export interface RowContent {
  customer: RowCustomer;
  /** E-mail of the owner in lower case; empty where the row names none. */
  ownerEmail: string;
  /** Heading of the column that names the owner; empty where there is none. */
  ownerColumn: string;
  /** Contacts that the row names. */
  contacts: RowContact[];
  /** Custom values that the row itself names, by key: what changes a customer that is there. */
  custom?: Record<string, unknown>;
  /** People and records that custom values of the row name. */
  names?: NamedValue[];
  /** What keeps the row from making a customer, though it may change one: a required value that it does not name. */
  unmakeable?: RowFault;
}

type Texts = Partial<Record<ImportField, string>>;

/**
 * The customer in a row. A file without the columns says company, prospect and import for kind, status and channel.
 * Cells are trimmed; a web site without a scheme gets https://; several phones or e-mails may stand in one cell.
 */
export function rowContent(cells: readonly string[], places: readonly Place[], source: string): RowContent {
  const texts: Texts = {};
  const phones: Pick<Phone, 'raw'>[] = [];
  const emails: string[] = [];
  for (const { field, index } of places) {
    const text = cellText(cells[index] ?? '');
    if (field === 'phone') for (const raw of itemsOf(text)) phones.push({ raw: oneLine(raw) });
    else if (field === 'email') emails.push(...itemsOf(text));
    // Custom fields are read as their types have it: row-custom.ts.
    else if (isCustomName(field)) continue;
    else
      texts[field] = field === 'note' || field === 'street' ? text.replaceAll('\r\n', '\n') : oneLine(text);
  }
  const customer = {
    kind: word(texts.kind, 'company'),
    name: texts.name ?? '',
    status: word(texts.status, 'prospect'),
    channel: word(texts.channel, 'import'),
    segment: texts.segment ?? '',
    phones,
    emails,
    website: webSite(texts.website ?? ''),
    addresses: addressesOf(texts),
    note: texts.note ?? '',
    taxNumber: texts.taxNumber ?? '',
    source,
    externalId: texts.externalId || derivedExternalId(source, cells, places),
  };
  return {
    customer: customer as RowCustomer,
    ownerEmail: (texts.ownerEmail ?? '').toLowerCase(),
    ownerColumn: places.find(({ field }) => field === 'ownerEmail')?.column ?? '',
    contacts: rowContacts(cells, places),
  };
}

/** The column that a field of the customer was filled from; `path` as violations name it: emails[1]. */
export function columnOf(path: string, cells: readonly string[], places: readonly Place[]): string {
  const [, list, position] = /^(phones|emails)\[(\d+)\]/.exec(path) ?? [];
  const field = list ? list.slice(0, -1) : path.replace(/^addresses\[0\]\./, '');
  const columns = places.filter((place) => place.field === field);
  if (!list) return columns[0]?.column ?? '';
  const origins = columns.flatMap(({ column, index }) =>
    itemsOf(cellText(cells[index] ?? '')).map(() => column),
  );
  return origins[Number(position)] ?? '';
}

/** A word of the contract, in any case; the default where the cell is empty. */
function word(text: string | undefined, whenEmpty: string): string {
  return text ? text.toLowerCase().replaceAll(' ', '_') : whenEmpty;
}

function webSite(text: string): string {
  return text === '' || /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
}

function addressesOf({
  street = '',
  city = '',
  region = '',
  postalCode = '',
  country = '',
}: Texts): Address[] {
  if (!(street || city || region || postalCode || country)) return [];
  return [{ street, city, region, postalCode, country: countryCode(country) } as Address];
}
