import { AppError } from '@kontor/errors/app-error';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { QueryFields } from '@kontor/query/fields';
import { queryFields } from '@kontor/query/fields';
import { contract } from '@kontor/schema/contract';
import { Contact } from '../contact/contact.entity.js';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { contactColumns, customerColumns } from './customer-columns.js';
import type { ExportColumn } from './export-column.js';
import { contactRowColumns, interactionColumns } from './follower-columns.js';
import { customCell } from './rules/custom-cell.js';

/** Objects that can be exported. */
export const exportObjects = ['customer', 'contact', 'interaction'] as const;
export type ExportObject = (typeof exportObjects)[number];

/** What is exported of an object: its rows as their list reads them, and the columns that a file may have. */
export interface ExportSource {
  object: ExportObject;
  entity: new () => Customer | Contact | Interaction;
  message: string;
  /** Path of the list: its filters and what of them the starter may use are the same here. */
  list: string;
  fields: QueryFields;
  defaultOrder: string;
  columns: readonly ExportColumn[];
  /** Columns of a file that names none. */
  usual: readonly string[];
}

/** Whether something of this name can be exported. */
export function isExportObject(name: string): name is ExportObject {
  return (exportObjects as readonly string[]).includes(name);
}

/** How an object is exported, with the custom fields that it has now. */
export function exportSource(object: ExportObject, custom: CustomFields): ExportSource {
  const source = sources[object];
  return {
    ...source,
    fields: custom.queryFields(object, source.fields),
    columns: [...source.columns, ...customColumns(object, custom)],
  };
}

function customColumns(object: ExportObject, custom: CustomFields): ExportColumn[] {
  return custom.of(object).map((field) => ({
    name: `custom.${field.key}`,
    custom: field,
    shows: [
      { object, field: 'custom' },
      { object, field: `custom.${field.key}` },
    ],
    text: (row) => {
      // Its values are taken out for a while: the export waits until they are back.
      if (field.changing)
        throw new AppError('unavailable', 'custom-field-changing', { retryAfterSeconds: 10 });
      const values = row[object].custom as Record<string, unknown> | undefined;
      return customCell(field, values?.[field.key], row.language, (id) => row.names.get(id));
    },
  }));
}

const service = '/kontor.customer.v1.CustomerService';

/** In the order of ids, which is that of their making: the primary key serves it, whoever's the records are. */
function byId(message: string): QueryFields {
  return queryFields(contract.fields(message), { id: { nullable: false, sortable: true } });
}

const plainNames = (columns: readonly ExportColumn[]) => columns.map(({ name }) => name);

const sources: Record<ExportObject, ExportSource> = {
  customer: {
    object: 'customer',
    entity: Customer,
    message: 'kontor.customer.v1.Customer',
    list: customerList,
    fields: customerFields,
    defaultOrder: 'createTime desc',
    columns: [...customerColumns, ...contactColumns],
    usual: plainNames(customerColumns),
  },
  contact: {
    object: 'contact',
    entity: Contact,
    message: 'kontor.customer.v1.Contact',
    list: `${service}/ListContacts`,
    fields: byId('kontor.customer.v1.Contact'),
    defaultOrder: 'id',
    columns: contactRowColumns,
    usual: plainNames(contactRowColumns),
  },
  interaction: {
    object: 'interaction',
    entity: Interaction,
    message: 'kontor.customer.v1.Interaction',
    list: `${service}/ListInteractions`,
    fields: byId('kontor.customer.v1.Interaction'),
    defaultOrder: 'id',
    columns: interactionColumns,
    usual: plainNames(interactionColumns),
  },
};
