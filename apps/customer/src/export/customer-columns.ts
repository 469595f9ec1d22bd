import type { ExportColumn, ExportRow, ShownField } from './export-column.js';
import { addressesText, listText, phoneNumbersText, phonesText, timeText } from './rules/cell-values.js';

type CustomerText = (customer: ExportRow['customer'], row: ExportRow) => string;

/** A column of the customer's own fields. */
const of = (name: string, field: string, text: CustomerText): ExportColumn => ({
  name,
  shows: [{ object: 'customer', field }],
  text: (row) => text(row.customer, row),
});

const address = (name: 'street' | 'city' | 'region' | 'postalCode' | 'country'): ExportColumn =>
  of(name, 'addresses', ({ addresses }) => addresses?.[0]?.[name] ?? '');

const time = (name: 'createTime' | 'updateTime' | 'lastContactTime' | 'nextContactTime'): ExportColumn => ({
  ...of(name, name, (customer, { timeZone }) => timeText(customer[name], timeZone)),
  shows: [{ object: 'customer', field: name }, ...standsFor(name)],
});

function standsFor(name: string): ShownField[] {
  if (name === 'lastContactTime') return [{ object: 'interaction', field: 'talkTime' }];
  return name === 'nextContactTime' ? [{ object: 'interaction', field: 'nextContactTime' }] : [];
}

const owner = (name: string, part: 'name' | 'email'): ExportColumn => ({
  name,
  shows: [
    { object: 'customer', field: 'ownerId' },
    { object: 'person', field: part },
  ],
  text: (row) => row.owner[part] ?? '',
});

/** Columns of the customer; those that an import takes have its names for them. */
export const customerColumns: readonly ExportColumn[] = [
  of('number', 'number', ({ number }) => number ?? ''),
  of('source', 'source', ({ source }) => source ?? ''),
  of('externalId', 'externalId', ({ externalId }) => externalId ?? ''),
  of('kind', 'kind', ({ kind }) => kind ?? ''),
  of('name', 'name', ({ name }) => name ?? ''),
  of('status', 'status', ({ status }) => status ?? ''),
  of('channel', 'channel', ({ channel }) => channel ?? ''),
  of('taxNumber', 'taxNumber', ({ taxNumber }) => taxNumber ?? ''),
  of('segment', 'segment', ({ segment }) => segment ?? ''),
  of('phone', 'phones', ({ phones }) => phonesText(phones)),
  of('phoneNumber', 'phones', ({ phones }) => phoneNumbersText(phones)),
  of('email', 'emails', ({ emails }) => listText(emails)),
  of('website', 'website', ({ website }) => website ?? ''),
  ...(['street', 'city', 'region', 'postalCode', 'country'] as const).map(address),
  of('addresses', 'addresses', ({ addresses }) => addressesText(addresses)),
  of('note', 'note', ({ note }) => note ?? ''),
  owner('ownerName', 'name'),
  owner('ownerEmail', 'email'),
  of('assignmentState', 'assignmentState', ({ assignmentState }) => assignmentState ?? ''),
  of('productLine', 'productLine', ({ productLine }) => productLine ?? ''),
  time('lastContactTime'),
  time('nextContactTime'),
  time('createTime'),
  time('updateTime'),
  of('id', 'id', ({ id }) => id ?? ''),
];

/** How many contacts of a customer stand in its row. */
const contactsPerRow = 3;

/** Columns of a customer's first contacts, by the names that an import has for them. */
export const contactColumns: readonly ExportColumn[] = Array.from({ length: contactsPerRow }, (_, index) => {
  const column = (
    part: string,
    field: string,
    text: (contact: ExportRow['contact']) => string,
  ): ExportColumn => ({
    name: `contact${index + 1}${part}`,
    shows: [{ object: 'contact', field }],
    text: ({ contacts }) => text(contacts[index] ?? {}),
  });
  return [
    column('Name', 'name', ({ name }) => name ?? ''),
    column('Position', 'position', ({ position }) => position ?? ''),
    column('Phone', 'phones', ({ phones }) => phonesText(phones)),
    column('Email', 'emails', ({ emails }) => listText(emails)),
  ];
}).flat();
