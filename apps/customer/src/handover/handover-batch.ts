import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { moveCustomers } from '../ownership/mover.js';
import { tellNewOwners } from '../ownership/new-owner-notice.js';
import { HandoverTask } from './handover-task.entity.js';
import { findOrphans } from './orphans.js';
import { countOwnedBy } from './owned-counts.js';
import { recipientOf } from './rules/spread.js';

/** Records that move in one transaction. */
const batchSize = 100;

/**
 * Moves one batch of one hand-over, in a transaction of its own: the task's row is locked meanwhile, so that one
 * replica works on it at a time, and a process that dies leaves nothing but the lock, which dies with it. Resolves to
 * whether there may be more to do at once.
 */
export function moveBatch(work: UnitOfWork): Promise<boolean> {
  const call = serviceCall('customer', 'hand-over');
  return work.write(call, async (tx) => {
    const [task] = await tx.select(
      HandoverTask,
      `r.state = 'running' AND r.next_time <= clock_timestamp()`,
      [],
      'ORDER BY r.next_time, r.id LIMIT 1 FOR NO KEY UPDATE OF r SKIP LOCKED',
    );
    if (!task) return false;
    // Audit rows and events tell who asked for it.
    call.caller.personId = task.actorId ?? '';
    const targets = await lockTargets(tx, task);
    const customers = await tx.select(
      Customer,
      'r.owner_id = $1',
      [task.personId],
      `ORDER BY r.status, r.id LIMIT ${batchSize} FOR NO KEY UPDATE OF r SKIP LOCKED`,
    );
    failPoint('handover.after-lock');
    if (customers.length === 0) return finish(tx, task);
    // Nobody is there: identity names others as soon as it knows.
    if (targets.length === 0) return later(tx, task);
    const moves = customers.map((customer, i) => ({ customer, toId: recipientOf(targets, task.moved, i) }));
    const { id: causeId, reason, actorId } = task;
    await moveCustomers(tx, moves, { cause: 'handover', causeId, reason, actorId });
    const after = tx.update(HandoverTask, task, { moved: task.moved + moves.length, nextTime: tx.now });
    progress(tx, after, await countOwnedBy(tx, task.personId), false);
    return true;
  });
}

/**
 * The targets who work here now and are not being handed over themselves. Locked until the batch is committed: a
 * person's farewell waits for it, so that it cannot miss what the batch gives.
 */
async function lockTargets(tx: Transaction, { targetIds }: HandoverTask): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `SELECT p.id FROM person_copy p WHERE p.id = ANY ($1::uuid[]) AND p.status = 'active'
       AND NOT EXISTS (SELECT 1 FROM handover_task t WHERE t.person_id = p.id AND t.leaver AND t.state = 'running')
     ORDER BY p.id FOR SHARE OF p`,
    [targetIds],
  );
  const there = new Set(rows.map(({ id }) => id));
  return targetIds.filter((id) => there.has(id));
}

/** Ends the task if really nothing is left: not what others hold locked, nor what came while it was looked for. */
async function finish(tx: Transaction, task: HandoverTask): Promise<boolean> {
  const [person] = await tx.query<{ status: string }>(
    'SELECT status FROM person_copy WHERE id = $1 FOR NO KEY UPDATE',
    [task.personId],
  );
  if (task.leaver && person?.status !== 'left') return later(tx, task);
  if ((await countOwnedBy(tx, task.personId)) > 0) return later(tx, task);
  const after = tx.update(HandoverTask, task, { state: 'finished' });
  progress(tx, after, 0, true);
  await tellNewOwners(tx, { causeId: task.id, fromId: task.personId });
  await findOrphans(tx);
  return true;
}

async function later(tx: Transaction, { id }: HandoverTask): Promise<false> {
  await tx.query(
    `UPDATE handover_task SET next_time = clock_timestamp() + interval '1 second' WHERE id = $1`,
    [id],
  );
  return false;
}

function progress(tx: Transaction, task: HandoverTask, remaining: number, finished: boolean): void {
  const { id: handoverId, moved, version: revision } = task;
  tx.emit('kontor.identity.v1.HandoverProgressed', task, {
    handoverId,
    service: 'customer',
    moved,
    remaining,
    finished,
    revision,
  });
}
