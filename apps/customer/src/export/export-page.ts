import { viewOf } from '@kontor/access/view';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { listRows, type CountedPage } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { shapeFor } from '@kontor/schema/limited-shape';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import type { Interaction } from '../interaction/interaction.entity.js';
import type { ExportColumn, ExportRow, NamedPerson } from './export-column.js';
import { namesIn } from './export-names.js';
import { reachIsLess, seenWith } from './export-reach.js';
import type { ExportSource } from './export-source.js';
import type { Export } from './export.entity.js';
import type { SeenReach } from './rules/reach-less.js';
import { hiddenColumns } from './rules/shown-columns.js';

/** Rows that are read and written at once. */
const rowsPerPage = 1_000;

/** Some rows of a file, as texts. */
export interface ExportPage {
  rows: string[][];
  /** Where the next one begins; absent behind the last. */
  nextPageToken?: string | undefined;
  totalSize?: number | undefined;
  /** Columns of the file that stay empty, because the starter sees them no more. */
  leftOut: string[];
  /** Whose records the file shows with these rows. */
  reach: SeenReach;
  /** The starter sees less than when the pages before were read: they are to be read again. */
  less: boolean;
}

/** What of an export says which page is next, and what the pages before it showed. */
type PageRun = Pick<
  Export,
  | 'filter'
  | 'orderBy'
  | 'columns'
  | 'timeZone'
  | 'language'
  | 'position'
  | 'rowsTotal'
  | 'rowsWritten'
  | 'columnsLeftOut'
  | 'reach'
>;

/** Reads a page of an export as its starter may see it now: rows by reach and share, cells by the rights on fields. */
export async function readExportPage(
  tx: Transaction,
  run: PageRun,
  source: ExportSource,
  secret: string,
): Promise<ExportPage> {
  const rights = viewOf(tx.call.caller)?.rights;
  const chosen = run.columns.map((name) => source.columns.find((column) => column.name === name));
  const leftOut = hiddenColumns(
    chosen.flatMap((column) => column ?? []),
    rights,
  );
  const columns = chosen.map((column) => (column && !leftOut.includes(column.name) ? column : undefined));
  const page = await listPage(tx, run, source, secret);
  const rows = await exportRows(tx, page.rows, source, columns, run);
  return {
    rows: rows.map((row) => columns.map((column) => column?.text(row) ?? '')),
    nextPageToken: page.nextPageToken,
    totalSize: page.totalSize,
    leftOut,
    reach: await seenWith(tx, run.reach, page.rows.map(customerOf)),
    less: await isLess(tx, run, leftOut),
  };
}

async function isLess(
  tx: Transaction,
  { rowsWritten, columnsLeftOut, reach: then }: PageRun,
  leftOut: readonly string[],
): Promise<boolean> {
  if (rowsWritten === 0) return false;
  if (leftOut.some((name) => !columnsLeftOut.includes(name))) return true;
  return then === undefined || reachIsLess(tx, then);
}

function listPage(
  tx: Transaction,
  { filter, orderBy, position, rowsTotal }: Pick<Export, 'filter' | 'orderBy' | 'position' | 'rowsTotal'>,
  { entity, object, fields, defaultOrder, list }: ExportSource,
  secret: string,
): Promise<CountedPage<Customer | Contact | Interaction>> {
  const request = {
    pageSize: rowsPerPage,
    ...(position && { pageToken: position }),
    ...(orderBy && { orderBy }),
    ...(filter && { filter }),
    withTotal: rowsTotal === undefined,
  };
  const options = { fields, defaultOrder, method: list, secret, maxPageSize: rowsPerPage };
  return listRows<Customer | Contact | Interaction>(tx, entity, object, request, options);
}

type Columns = readonly (ExportColumn | undefined)[];

async function exportRows(
  tx: Transaction,
  records: readonly (Customer | Contact | Interaction)[],
  { object, message }: ExportSource,
  columns: Columns,
  { timeZone, language }: Pick<Export, 'timeZone' | 'language'>,
): Promise<ExportRow[]> {
  const view = viewOf(tx.call.caller);
  const shaped = <T extends object>(of: string, record: T): Partial<T> =>
    shapeFor(contract.message(of), record, view) as Partial<T>;
  const needs = (name: string) =>
    columns.some((column) => column?.shows.some((shown) => shown.object === name));
  const ids = records.map(customerOf);
  const none = Promise.resolve([]);
  const [customers, contacts, people, names] = await Promise.all([
    object !== 'customer' && needs('customer')
      ? tx.select(Customer, 'r.id = ANY ($1::uuid[])', [[...new Set(ids)]])
      : none,
    object === 'customer' && needs('contact') ? firstContacts(tx, ids) : none,
    needs('person') ? peopleOf(tx, records) : none,
    namesIn(tx, records, columns),
  ]);
  const customerById = new Map(customers.map((one) => [one.id, one]));
  const contactsById = Map.groupBy(contacts, ({ customerId }) => customerId);
  const personById = new Map<string | undefined, NamedPerson>(people.map((one) => [one.id, one]));
  return records.map((record) => {
    const self = shaped(message, record);
    const parent = 'customerId' in record ? customerById.get(record.customerId) : undefined;
    return {
      customer:
        object === 'customer'
          ? (self as ExportRow['customer'])
          : parent
            ? (shaped('kontor.customer.v1.Customer', parent) as ExportRow['customer'])
            : {},
      contact: object === 'contact' ? (self as ExportRow['contact']) : {},
      interaction: object === 'interaction' ? (self as ExportRow['interaction']) : {},
      contacts: (contactsById.get(record.id) ?? []).map(
        (one) => shaped('kontor.customer.v1.Contact', one) as ExportRow['contact'],
      ),
      owner: personById.get((record as Partial<Customer>).ownerId) ?? {},
      author: personById.get((record as Partial<Interaction>).authorId) ?? {},
      ...{ timeZone, language, names },
    };
  });
}

/** The customer that a record is, or belongs to. */
function customerOf(record: Customer | Contact | Interaction): string {
  return 'customerId' in record ? record.customerId : record.id;
}

function firstContacts(tx: Transaction, customerIds: readonly string[]): Promise<Contact[]> {
  return tx.select(
    Contact,
    'r.customer_id = ANY ($1::uuid[])',
    [customerIds],
    'ORDER BY r.customer_id, r.create_time, r.id',
  );
}

function peopleOf(
  tx: Transaction,
  records: readonly (Customer | Contact | Interaction)[],
): Promise<PersonCopy[]> {
  const ids = records.flatMap((record) => [
    ...('ownerId' in record && record.ownerId ? [record.ownerId] : []),
    ...('authorId' in record ? [record.authorId] : []),
  ]);
  return tx.select(PersonCopy, 'r.id = ANY ($1::uuid[])', [[...new Set(ids)]]);
}
