import type { ExportColumn, ExportRow } from './export-column.js';
import { listText, phoneNumbersText, phonesText, timeText } from './rules/cell-values.js';

const column = (
  object: 'contact' | 'interaction' | 'customer',
  name: string,
  field: string,
  text: (row: ExportRow) => string,
): ExportColumn => ({ name, shows: [{ object, field }], text });

/** Columns that name the customer of a contact or a talk. */
const ofTheCustomer: readonly ExportColumn[] = [
  column('customer', 'customerNumber', 'number', ({ customer }) => customer.number ?? ''),
  column('customer', 'customerSource', 'source', ({ customer }) => customer.source ?? ''),
  column('customer', 'customerExternalId', 'externalId', ({ customer }) => customer.externalId ?? ''),
  column('customer', 'customerName', 'name', ({ customer }) => customer.name ?? ''),
];

/** Columns of a contact. */
export const contactRowColumns: readonly ExportColumn[] = [
  ...ofTheCustomer,
  column('contact', 'name', 'name', ({ contact }) => contact.name ?? ''),
  column('contact', 'position', 'position', ({ contact }) => contact.position ?? ''),
  column('contact', 'roles', 'roles', ({ contact }) => listText(contact.roles)),
  column('contact', 'phone', 'phones', ({ contact }) => phonesText(contact.phones)),
  column('contact', 'phoneNumber', 'phones', ({ contact }) => phoneNumbersText(contact.phones)),
  column('contact', 'email', 'emails', ({ contact }) => listText(contact.emails)),
  column('contact', 'website', 'websites', ({ contact }) => listText(contact.websites)),
  column('contact', 'language', 'language', ({ contact }) => contact.language ?? ''),
  column('contact', 'note', 'note', ({ contact }) => contact.note ?? ''),
  column('contact', 'createTime', 'createTime', ({ contact, timeZone }) =>
    timeText(contact.createTime, timeZone),
  ),
  column('contact', 'id', 'id', ({ contact }) => contact.id ?? ''),
];

/** Columns of a talk; those that an import takes have its names for them. */
export const interactionColumns: readonly ExportColumn[] = [
  ...ofTheCustomer,
  column('interaction', 'manner', 'manner', ({ interaction }) => interaction.manner ?? ''),
  column('interaction', 'direction', 'direction', ({ interaction }) => interaction.direction ?? ''),
  column('interaction', 'talkTime', 'talkTime', ({ interaction, timeZone }) =>
    timeText(interaction.talkTime, timeZone),
  ),
  column('interaction', 'content', 'content', ({ interaction }) => interaction.content ?? ''),
  column('interaction', 'outcome', 'outcome', ({ interaction }) => interaction.outcome ?? ''),
  column('interaction', 'nextAction', 'nextAction', ({ interaction }) => interaction.nextAction ?? ''),
  ...(['name', 'email'] as const).map((part): ExportColumn => ({
    name: part === 'name' ? 'authorName' : 'authorEmail',
    shows: [
      { object: 'interaction', field: 'authorId' },
      { object: 'person', field: part },
    ],
    text: ({ author }) => author[part] ?? '',
  })),
  column('interaction', 'id', 'id', ({ interaction }) => interaction.id ?? ''),
];
