import type { Transaction } from '@kontor/database/transaction';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { compare, nameOf } from '../duplicate/duplicate-check.js';
import { MatchKeyRow } from '../duplicate/match-key.entity.js';
import {
  byKindAndKey,
  comparedKeys,
  contactKeys,
  customerKeys,
  motherKeys,
  type KeyedContact,
  type KeyedCustomer,
  type MatchKey,
} from '../duplicate/rules/match-keys.js';
import type { JudgedRow } from './import-batch.js';
import type { NewCustomer, RefusedRow, SortedBatch } from './rules/batch-sorting.js';
import type { RowContact } from './rules/row-contacts.js';
import type { RowFault } from './rules/row-faults.js';
import type { RowCustomer } from './rules/row-customer.js';
import { alikePairs } from './rules/alike-pairs.js';
import { refuseAlike } from './rules/alike-rows.js';
import { siblingFault } from './rules/row-siblings.js';

/** Keys of records by the records: to read a name costs more than all else that is done to a row, and once is enough. */
const read = new WeakMap<object, MatchKey[]>();

function onceRead<R extends object>(record: R, keysOf: (record: R) => MatchKey[]): MatchKey[] {
  const known = read.get(record) ?? keysOf(record);
  read.set(record, known);
  return known;
}

/** Reads what a row is recognised by ahead of time: while the batch before it is written. */
export function readKeys<J extends JudgedRow['judged']>(judged: J): J {
  if ('customer' in judged) keysOfCustomer(judged.customer);
  return judged;
}

/** What a batch has in common with customers that exist. */
export interface Likeness {
  /** Number of a customer by the name of its key. */
  holders: ReadonlyMap<string, string>;
  /** Ids of the customers that have a key, by its name. */
  holderIds: ReadonlyMap<string, ReadonlySet<string>>;
  /** Keys that nobody has claimed. */
  free: ReadonlySet<string>;
}

/**
 * Looks for customers that rows of a batch are like, also out of the starter's sight: one statement for all. Of rows
 * that change a customer only the contacts are compared. To be asked in the transaction that says which external ids are
 * known: a row that another import makes meanwhile is then known, or met when it is written, and never only alike.
 */
export async function likenessOf(
  tx: Transaction,
  making: readonly JudgedRow[],
  changing: readonly JudgedRow[],
): Promise<Likeness> {
  const keys = [
    ...making.flatMap(({ judged }) =>
      'customer' in judged ? [...keysOfCustomer(judged.customer), ...motherKeys(judged.customer)] : [],
    ),
    ...[...making, ...changing].flatMap(({ judged }) =>
      'contacts' in judged ? judged.contacts.flatMap(keysOfContact) : [],
    ),
  ];
  const distinct = [...new Map(comparedKeys(keys, 'customer').map((key) => [nameOf(key), key])).values()];
  const found = await compare(tx, distinct);
  const holders = new Map<string, string>();
  const holderIds = new Map<string, Set<string>>();
  for (const row of found.rows) {
    if (row.customerId === null) continue;
    const name = nameOf(row);
    holders.set(name, row.number ?? '');
    holderIds.set(name, (holderIds.get(name) ?? new Set()).add(row.customerId));
  }
  return { holders, holderIds, free: found.free };
}

/**
 * Refuses the rows of a batch that are duplicates: of customers that exist, and of rows before them; branches, too, whose
 * mother is there, and rows with two contacts that are probably one. A row whose contact is reached as another customer is,
 * is refused whole: mended and imported again, it is made with its contact.
 */
export function withoutDuplicates(
  sorted: SortedBatch,
  { holders }: Likeness,
  acceptSoft: boolean,
): SortedBatch {
  const twice: RefusedRow[] = [];
  const rows = sorted.created.flatMap((row) => {
    const { line, cells, customer, contacts } = row;
    const fault = acceptSoft ? undefined : siblingFault(contacts, []);
    if (fault) twice.push({ line, cells, fault });
    return fault ? [] : [{ row, keys: keysOf(row), asked: motherKeys(customer) }];
  });
  const { passed, refused } = refuseAlike(rows, holders, acceptSoft);
  return { ...sorted, created: passed, refused: [...sorted.refused, ...twice, ...refused] };
}

/** Why contacts of a row may not be hung on a customer: others, and not the customer itself, are reached that way. */
export function alikeContact(
  contacts: readonly RowContact[],
  customerId: string,
  { holders, holderIds }: Likeness,
): RowFault | undefined {
  const keys = contacts.flatMap((contact) => comparedKeys(keysOfContact(contact), 'contact'));
  const alike = keys.map(nameOf).find((name) => {
    const ids = holderIds.get(name);
    return ids !== undefined && !ids.has(customerId);
  });
  if (alike === undefined) return undefined;
  return { column: '', reason: 'row-possible-duplicate', params: { number: holders.get(alike) ?? '' } };
}

/**
 * Writes the keys of customers and contacts that were just made of rows; the first of them that has a free key claims it.
 */
export function keepKeys(
  tx: Transaction,
  customers: readonly { customer: Customer; row: RowCustomer }[],
  contacts: ReadonlyMap<RowContact, Contact>,
  free: ReadonlySet<string>,
): void {
  const left = new Set(free);
  const rows = [
    ...customers.map(({ customer: { id }, row }) => ({
      customerId: id,
      contactId: undefined,
      keys: keysOfCustomer(row),
    })),
    ...[...contacts].map(([row, { id, customerId }]) => ({
      customerId,
      contactId: id,
      keys: keysOfContact(row),
    })),
  ].flatMap(({ customerId, contactId, keys }) =>
    keys.map((key) => {
      const claimed = key.strength !== 'weak' && left.delete(nameOf(key));
      return { ...key, customerId, contactId, claimed };
    }),
  );
  // In one order for all, lest two imports wait for each other.
  for (const row of rows.sort(byKindAndKey)) tx.insert(MatchKeyRow, row);
}

/** Gives who reviews pairs those of customers that an import let in although they look like others. */
export async function noteAlike(
  tx: Transaction,
  made: readonly { customer: Pick<Customer, 'id'>; row: RowCustomer; contacts: RowContact[] }[],
  { holderIds }: Likeness,
): Promise<void> {
  const pairs = alikePairs(
    made.map(({ customer: { id }, row, contacts }) => ({ id, keys: keysOf({ customer: row, contacts }) })),
    holderIds,
  );
  if (pairs.length > 0) await tx.query('SELECT note_pairs($1::jsonb, $2)', [JSON.stringify(pairs), tx.now]);
}

/** What a row is compared by. */
function keysOf({ customer, contacts }: Pick<NewCustomer, 'customer' | 'contacts'>): MatchKey[] {
  return [
    ...comparedKeys(keysOfCustomer(customer), 'customer'),
    ...contacts.flatMap((contact) => comparedKeys(keysOfContact(contact), 'contact')),
  ];
}

/** Phones of a row have their numbers by now. */
const keysOfCustomer = (row: RowCustomer): MatchKey[] =>
  onceRead(row, (customer) => customerKeys(customer as unknown as KeyedCustomer));
const keysOfContact = (row: RowContact): MatchKey[] =>
  onceRead(row, ({ phones, emails }) =>
    contactKeys({ phones: phones as KeyedContact['phones'], emails, websites: [] }),
  );
