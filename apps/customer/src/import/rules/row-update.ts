import type { Address, Customer, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { customerColumns } from '../../export/customer-columns.js';
import { guardedText } from '../../export/rules/csv-line.js';
import { cellText } from './cell-text.js';
import type { ImportField, Place } from './columns.js';
import { rowContent, type RowCustomer } from './row-customer.js';

/** What a row changes of a customer: new values, and each change as the texts before and behind. */
export interface RowUpdate {
  changes: Partial<Customer>;
  shown: Record<string, [string, string]>;
}

/** Columns that find the customer, or that other rules look after. */
const aside: ReadonlySet<string> = new Set(['number', 'ownerEmail', 'externalId']);
const addressParts: ReadonlySet<string> = new Set(['street', 'city', 'region', 'postalCode', 'country']);
const lists: Partial<Record<ImportField, 'phones' | 'emails'>> = { phone: 'phones', email: 'emails' };

/**
 * What a row would change. The customer as it stands is written into cells as an export writes it and read again as the
 * row is: what comes out alike changes nothing, so that an exported file that is imported again changes nothing. An empty
 * cell changes nothing. Of addresses the first is changed; phones that stay keep what is known of them.
 */
export function rowUpdate(
  before: Customer,
  cells: readonly string[],
  places: readonly Place[],
  row: RowCustomer,
): RowUpdate {
  const filled = places.filter(({ index }) => cellText(cells[index] ?? '') !== '');
  const fields = [...new Set(filled.map(({ field }) => field))].filter((field) => !aside.has(field));
  const update: RowUpdate = { changes: {}, shown: {} };
  const present = asRow(before, fields);
  for (const field of fields) {
    const then = valueOf(present, field);
    const now = valueOf(row, field);
    if (JSON.stringify(then) === JSON.stringify(now)) continue;
    update.shown[field] = [textOf(then), textOf(now)];
    Object.assign(update.changes, changeOf(before, update.changes, field, row));
  }
  return update;
}

/** The customer as a row with these columns would say it. */
function asRow(customer: Customer, fields: readonly ImportField[]): RowCustomer {
  const row = {
    customer,
    contact: {},
    interaction: {},
    contacts: [],
    owner: {},
    author: {},
    timeZone: 'UTC',
    language: 'en' as const,
    names: new Map<string, string>(),
  };
  const cells = fields.map((field) => {
    const column = customerColumns.find(({ name }) => name === field);
    return guardedText(column?.text(row) ?? '');
  });
  const places = fields.map((field, index) => ({ field, column: field, index }));
  return rowContent(cells, places, customer.source).customer;
}

function valueOf(row: RowCustomer, field: ImportField): unknown {
  if (field === 'phone') return row.phones.map(({ raw }) => raw);
  if (field === 'email') return row.emails;
  if (addressParts.has(field)) return row.addresses[0]?.[field as keyof Address] ?? '';
  return (row as unknown as Record<string, unknown>)[field] ?? '';
}

function changeOf(
  before: Customer,
  sofar: Partial<Customer>,
  field: ImportField,
  row: RowCustomer,
): Partial<Customer> {
  if (field === 'phone') return { phones: row.phones.map((phone) => known(before.phones, phone as Phone)) };
  const list = lists[field];
  if (list) return { [list]: row[list] };
  if (!addressParts.has(field)) return { [field]: valueOf(row, field) };
  const [first, ...others] = sofar.addresses ?? before.addresses;
  const empty: Address = { street: '', city: '', region: '', postalCode: '', country: '' };
  return { addresses: [{ ...(first ?? empty), [field]: valueOf(row, field) }, ...others] };
}

function known(phones: readonly Phone[], phone: Phone): Phone {
  return phones.find(({ raw }) => raw === phone.raw) ?? phone;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('; ') : String(value);
}
