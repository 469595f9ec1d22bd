import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { keysVersion } from './rules/match-keys.js';
import { makeKeys } from './scan-keys.js';

/** Customers that are dealt with in one unit of work. */
const batch = 200;

/**
 * Makes keys and search documents of the next customers anew, where they were made by rules of before; resolves to whether
 * there are more. Where it is stands in the row that its lock makes a lease: a replica that dies gives it back, and the
 * next one goes on behind the last commit. A replica of an older version leaves what a newer one made.
 */
export function remakeStep(work: UnitOfWork, version = keysVersion, size = batch): Promise<boolean> {
  return work.write(serviceCall('customer', 'make keys anew'), async (tx) => {
    const [state] = await tx.query<{ version: number; after_id: string | null }>(
      'SELECT version, after_id FROM remake WHERE version < $1 OR version = $1 AND NOT done FOR UPDATE SKIP LOCKED',
      [version],
    );
    if (!state) return false;
    const after = state.version === version ? state.after_id : null;
    const customers = await nextCustomers(tx, after, size);
    const last = customers.at(-1);
    if (last) {
      await makeKeys(tx, customers);
      await makeDocuments(
        tx,
        customers.map(({ id }) => id),
      );
    }
    await tx.query(
      `UPDATE remake SET version = $1, after_id = $2, done = $3,
         end_time = CASE WHEN $3::boolean THEN clock_timestamp() END`,
      [version, last?.id ?? null, !last],
    );
    return last !== undefined;
  });
}

/** Locked, lest somebody changes a customer meanwhile and is overwritten with what was before. */
function nextCustomers(tx: Transaction, after: string | null, size: number): Promise<Customer[]> {
  return tx.select(
    Customer,
    'r.id > $1::uuid',
    [after ?? '00000000-0000-0000-0000-000000000000'],
    `ORDER BY r.id LIMIT ${size} FOR NO KEY UPDATE OF r`,
  );
}

/** What is as it should be is not written. */
async function makeDocuments(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM contact WHERE customer_id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [
    ids,
  ]);
  await tx.query(
    `UPDATE search_document d SET folded = f.folded, tokens = f.tokens
     FROM customer c CROSS JOIN LATERAL search_of_customer(c) f
     WHERE c.id = ANY ($1::uuid[]) AND d.id = c.id AND (d.folded, d.tokens) IS DISTINCT FROM (f.folded, f.tokens)`,
    [ids],
  );
  await tx.query(
    `UPDATE search_document d SET folded = f.folded, tokens = f.tokens
     FROM contact k JOIN search_document o ON o.id = k.customer_id
       CROSS JOIN LATERAL search_of_contact(k, o.guardian_id) f
     WHERE k.customer_id = ANY ($1::uuid[]) AND d.id = k.id AND (d.folded, d.tokens) IS DISTINCT FROM (f.folded, f.tokens)`,
    [ids],
  );
}
