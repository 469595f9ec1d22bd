import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { compare, nameOf } from '../duplicate/duplicate-check.js';
import { MatchKeyRow } from '../duplicate/match-key.entity.js';
import {
  byKindAndKey,
  comparedKeys,
  contactKeys,
  customerKeys,
  type KeyedContact,
  type KeyedCustomer,
  type MatchKey,
} from '../duplicate/rules/match-keys.js';
import type { JudgedRow } from './import-batch.js';
import type { NewCustomer, SortedBatch } from './rules/batch-sorting.js';
import type { RowContact } from './rules/row-contacts.js';
import type { RowFault } from './rules/row-faults.js';
import type { RowCustomer } from './rules/row-customer.js';
import { refuseAlike } from './rules/alike-rows.js';

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
 * that change a customer only the contacts are compared. To be asked before which external ids are known: a row that
 * another import makes meanwhile is then known, not alike.
 */
export async function likenessOf(
  work: UnitOfWork,
  making: readonly JudgedRow[],
  changing: readonly JudgedRow[],
): Promise<Likeness> {
  const keys = [
    ...making.flatMap(({ judged }) => ('customer' in judged ? customerKeys(keyed(judged.customer)) : [])),
    ...[...making, ...changing].flatMap(({ judged }) =>
      'contacts' in judged ? judged.contacts.flatMap((contact) => contactKeys(keyedContact(contact))) : [],
    ),
  ];
  const distinct = [...new Map(comparedKeys(keys, 'customer').map((key) => [nameOf(key), key])).values()];
  const found = await work.read(serviceCall('customer', 'compare rows of an import'), (tx) =>
    compare(tx, distinct),
  );
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
 * Refuses the rows of a batch that are duplicates: of customers that exist, and of rows before them. A row whose contact
 * is reached as another customer is, is refused whole: mended and imported again, it is made with its contact.
 */
export function withoutDuplicates(
  sorted: SortedBatch,
  { holders }: Likeness,
  acceptSoft: boolean,
): SortedBatch {
  const rows = sorted.created.map((row) => ({ row, keys: keysOf(row) }));
  const { passed, refused } = refuseAlike(rows, holders, acceptSoft);
  return { ...sorted, created: passed, refused: [...sorted.refused, ...refused] };
}

/** Why contacts of a row may not be hung on a customer: others, and not the customer itself, are reached that way. */
export function alikeContact(
  contacts: readonly RowContact[],
  customerId: string,
  { holders, holderIds }: Likeness,
): RowFault | undefined {
  const keys = contacts.flatMap((contact) => comparedKeys(contactKeys(keyedContact(contact)), 'contact'));
  const alike = keys.map(nameOf).find((name) => {
    const ids = holderIds.get(name);
    return ids !== undefined && !ids.has(customerId);
  });
  if (alike === undefined) return undefined;
  return { column: '', reason: 'row-possible-duplicate', params: { number: holders.get(alike) ?? '' } };
}

/**
 * Writes the keys of customers and contacts that were just inserted; the first of them that has a free key claims it.
 */
export function keepKeys(
  tx: Transaction,
  customers: readonly Customer[],
  contacts: readonly Contact[],
  free: ReadonlySet<string>,
): void {
  const left = new Set(free);
  const rows = [
    ...customers.map(({ id, ...one }) => ({ customerId: id, contactId: undefined, keys: customerKeys(one) })),
    ...contacts.map(({ id, customerId, ...one }) => ({ customerId, contactId: id, keys: contactKeys(one) })),
  ].flatMap(({ customerId, contactId, keys }) => {
    const compared = new Set(comparedKeys(keys, 'customer'));
    return keys.map((key) => {
      const claimed = compared.has(key) && left.delete(nameOf(key));
      return { ...key, customerId, contactId, claimed };
    });
  });
  // In one order for all, lest two imports wait for each other.
  for (const row of rows.sort(byKindAndKey)) tx.insert(MatchKeyRow, row);
}

/** What a row is compared by. */
function keysOf({ customer, contacts }: NewCustomer): MatchKey[] {
  return [
    ...comparedKeys(customerKeys(keyed(customer)), 'customer'),
    ...contacts.flatMap((contact) => comparedKeys(contactKeys(keyedContact(contact)), 'contact')),
  ];
}

/** Phones of a row have their numbers by now. */
const keyed = (customer: RowCustomer): KeyedCustomer => customer as unknown as KeyedCustomer;
const keyedContact = ({ phones, emails }: RowContact): KeyedContact => ({
  phones: phones as KeyedContact['phones'],
  emails,
  websites: [],
});
