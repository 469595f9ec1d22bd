import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { DuplicateScan } from './duplicate-scan.entity.js';
import { makeKeys } from './scan-keys.js';
import { findPairs } from './scan-pairs.js';

/** Customers that are dealt with in one unit of work. */
const batch = 200;

/**
 * Does the next batch of the scan that runs, with its progress, in one unit of work: the lock on the scan is the lease,
 * so that a replica that dies gives it back, and the next one goes on behind the last commit. Tells whether there is more.
 */
export function scanStep(work: UnitOfWork): Promise<boolean> {
  return work.write(serviceCall('customer', 'scan for duplicates'), async (tx) => {
    const [scan] = await tx.select(
      DuplicateScan,
      `r.state = 'running'`,
      [],
      'LIMIT 1 FOR UPDATE OF r SKIP LOCKED',
    );
    if (!scan) return false;
    if (scan.night) return nightStep(tx, scan);
    const customers = await nextCustomers(tx, scan);
    const last = customers.at(-1);
    if (!last) {
      endPhase(tx, scan);
      return true;
    }
    if (scan.phase === 'keys') {
      await makeKeys(tx, customers);
      tx.update(DuplicateScan, scan, { afterId: last.id });
      return true;
    }
    const ids = customers.map(({ id }) => id);
    const found = await findPairs(tx, ids, 'younger');
    tx.update(DuplicateScan, scan, { afterId: last.id, ...progress(scan, ids, found) });
    return true;
  });
}

/** The next customers that changed since the last look, from the list that was made in the evening. */
async function nightStep(tx: Transaction, scan: DuplicateScan): Promise<boolean> {
  const rows = await tx.query<{ id: string }>(
    `DELETE FROM duplicate_scan_customer WHERE id IN (
       SELECT id FROM duplicate_scan_customer ORDER BY id LIMIT ${batch}) RETURNING id`,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) endPhase(tx, scan);
  else tx.update(DuplicateScan, scan, progress(scan, ids, await findPairs(tx, ids, 'all')));
  return true;
}

function progress(scan: DuplicateScan, ids: readonly string[], found: number): Partial<DuplicateScan> {
  return { customersDone: scan.customersDone + ids.length, pairsFound: scan.pairsFound + found };
}

/** Locked while keys are made, lest somebody changes a customer meanwhile and its new keys are lost. */
function nextCustomers(tx: Transaction, { phase, afterId }: DuplicateScan): Promise<Customer[]> {
  const lock = phase === 'keys' ? 'FOR NO KEY UPDATE OF r' : '';
  return tx.select(
    Customer,
    'r.id > $1::uuid',
    [afterId ?? '00000000-0000-0000-0000-000000000000'],
    `ORDER BY r.id LIMIT ${batch} ${lock}`,
  );
}

function endPhase(tx: Transaction, scan: DuplicateScan): void {
  if (scan.phase === 'keys') tx.update(DuplicateScan, scan, { phase: 'pairs', afterId: undefined });
  else
    tx.update(DuplicateScan, scan, {
      state: 'done',
      endTime: tx.now,
      customersTotal: scan.customersDone,
    });
}
