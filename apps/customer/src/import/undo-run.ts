import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { asService } from '../customer/guardian.js';
import { leaseLength, type Lease } from '../lease/leases.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { RunTakenAway } from './import-failure.js';
import { ImportItem } from './import-item.entity.js';
import type { Import } from './import.entity.js';
import { callOfPerson } from './starter.js';
import { undoItem, type Undone } from './undo-records.js';

/** Records that are undone in one unit of work. */
const itemsAtOnce = 100;

/**
 * Undoes a claimed import from its newest record to its oldest, a hundred in one transaction with what became of them, so
 * that a killed replica loses nothing and does nothing twice. Ends quietly when another replica has it.
 */
export async function runUndo(
  { work, book }: { work: UnitOfWork; book: StrategyBook },
  run: Import,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  for (let left = true; left && !signal.aborted;) {
    const call = await callOfPerson(work, run.undoPersonId ?? run.personId, run.id);
    if (!call) return endUndo(work, serviceCall('customer', 'undo an import'), lease);
    left = await work.write(asService(call), (tx) => undoSome(tx, book, call, lease));
    if (!left) await endUndo(work, asService(call), lease);
  }
}

async function undoSome(tx: Transaction, book: StrategyBook, call: Call, lease: Lease): Promise<boolean> {
  await hold(tx, lease);
  const items = await tx.select(
    ImportItem,
    `r.import_id = $1 AND r.undone = ''`,
    [lease.runId],
    `ORDER BY r.id DESC LIMIT ${itemsAtOnce}`,
  );
  if (items.length === 0) return false;
  const results: Undone[] = [];
  for (const item of items) results.push(await undoItem(tx, book, call, item));
  await tx.query(
    `UPDATE import_item i SET undone = r.undone, undo_reason = r.reason
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS r (id, undone, reason) WHERE i.id = r.id`,
    [items.map(({ id }) => id), results.map(({ undone }) => undone), results.map(({ reason }) => reason)],
  );
  const keptOnes = results.filter(({ undone }) => undone === 'kept').length;
  await tx.query(
    'UPDATE import SET records_undone = records_undone + $2, records_kept = records_kept + $3, version = version + 1, attempts = 0 WHERE id = $1',
    [lease.runId, results.length - keptOnes, keptOnes],
  );
  return true;
}

async function endUndo(work: UnitOfWork, call: Call, lease: Lease): Promise<void> {
  await work.write(call, async (tx) => {
    await hold(tx, lease);
    const [run] = await tx.query<{ undone: number; kept: number; version: number }>(
      `UPDATE import SET state = 'undone', version = version + 1 WHERE id = $1
       RETURNING records_undone AS undone, records_kept AS kept, version`,
      [lease.runId],
    );
    const { undone, kept, version } = run ?? {};
    const changes = { undone, kept };
    tx.audit({ action: 'undone', object: 'import', objectId: lease.runId, version, changes });
  });
}

/** Nobody else works on it until this transaction ends. Throws RunTakenAway where somebody does. */
async function hold(tx: Transaction, { runId, runner }: Lease): Promise<void> {
  const hit = await tx.query(
    `UPDATE import SET lease_until = clock_timestamp() + ${leaseLength}
     WHERE id = $1 AND runner = $2 AND state = 'undoing' RETURNING id`,
    [runId, runner],
  );
  if (hit.length === 0) throw new RunTakenAway();
}
