import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Customer } from '../customer/customer.entity.js';
import { compare, nameOf } from '../duplicate/duplicate-check.js';
import { MatchKeyRow } from '../duplicate/match-key.entity.js';
import {
  byKindAndKey,
  comparedKeys,
  customerKeys,
  type KeyedCustomer,
  type MatchKey,
} from '../duplicate/rules/match-keys.js';
import type { Batch } from './import-batch.js';
import type { SortedBatch } from './rules/batch-sorting.js';
import type { RowCustomer } from './rules/row-customer.js';
import { refuseAlike } from './rules/alike-rows.js';

/** What a batch has in common with customers that exist. */
export interface Likeness {
  /** Number of a customer by the name of its key. */
  holders: ReadonlyMap<string, string>;
  /** Keys that nobody has claimed. */
  free: ReadonlySet<string>;
}

/**
 * Looks for customers that rows of a batch are like, also out of the starter's sight: one statement for all. To be
 * asked before which external ids are known: a row that another import makes meanwhile is then known, not alike.
 */
export async function likenessOf(work: UnitOfWork, { rows }: Batch): Promise<Likeness> {
  const keys = rows.flatMap(({ judged }) => ('customer' in judged ? keysOf(judged.customer) : []));
  const distinct = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  const found = await work.read(serviceCall('customer', 'compare rows of an import'), (tx) =>
    compare(tx, distinct),
  );
  const held = found.rows.filter(({ customerId }) => customerId !== null);
  return { holders: new Map(held.map((row) => [nameOf(row), row.number ?? ''])), free: found.free };
}

/** Refuses the rows of a batch that are duplicates: of customers that exist, and of rows before them. */
export function withoutDuplicates(
  sorted: SortedBatch,
  { holders }: Likeness,
  acceptSoft: boolean,
): SortedBatch {
  const rows = sorted.created.map((row) => ({ row, keys: keysOf(row.customer) }));
  const { passed, refused } = refuseAlike(rows, holders, acceptSoft);
  return { ...sorted, created: passed, refused: [...sorted.refused, ...refused] };
}

/** Writes the keys of customers that were just inserted; the first of them that has a free key claims it. */
export function keepKeys(tx: Transaction, customers: readonly Customer[], free: ReadonlySet<string>): void {
  const left = new Set(free);
  const rows = customers.flatMap((customer) => {
    const keys = customerKeys(customer);
    const compared = new Set(comparedKeys(keys, 'customer'));
    return keys.map((key) => {
      const claimed = compared.has(key) && left.delete(nameOf(key));
      return { ...key, customerId: customer.id, contactId: undefined, claimed };
    });
  });
  // In one order for all, lest two imports wait for each other.
  for (const row of rows.sort(byKindAndKey)) tx.insert(MatchKeyRow, row);
}

/** What a row is compared by. Phones of a row have their numbers by now. */
function keysOf(customer: RowCustomer): MatchKey[] {
  return comparedKeys(customerKeys(customer as unknown as KeyedCustomer), 'customer');
}
