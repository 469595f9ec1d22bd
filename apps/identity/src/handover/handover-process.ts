import type { Handover, HandoverCause } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { Transaction } from '@kontor/database/transaction';
import { takeTurns } from '../locks.js';
import type { FoundTarget } from './handover-targets.js';
import { nearestManager } from './handover-targets.js';
import { HandoverRow } from './handover.entity.js';
import { participants } from './participants.js';
import { newParts, partsAfter, stateAfter, type Told } from './rules/progress.js';

/** What a new hand-over is about. */
export interface NewHandover extends FoundTarget {
  personId: string;
  reason: string;
  cause: HandoverCause;
  actorId?: string | undefined;
}

/** Plans a hand-over: services count. As identity itself. */
export function planHandover(tx: Transaction, facts: NewHandover): HandoverRow {
  const parts = newParts(participants);
  const state = stateAfter('listing', parts);
  const row = tx.insert(HandoverRow, { ...facts, state, parts });
  tell(tx, 'HandoverPlanned', row);
  return row;
}

/** Has records move from now on, to whom `target` says; with nobody there it stops at once, for all to see. */
export function startHandover(
  tx: Transaction,
  before: HandoverRow,
  target: FoundTarget,
  changes: Partial<Pick<HandoverRow, 'cause' | 'actorId'>> = {},
): HandoverRow {
  if (target.personIds.length === 0) return stop(tx, before, 'target-needed', changes);
  const parts = before.parts.map((part) =>
    part.state === 'listed' ? { ...part, state: 'moving' as const } : part,
  );
  const row = tx.update<HandoverRow>(HandoverRow, before, {
    ...changes,
    ...target,
    parts,
    state: stateAfter('running', parts),
    stopReason: undefined,
    startTime: before.startTime ?? tx.now,
  });
  tell(tx, 'HandoverStarted', row);
  return row;
}

/** Calls a hand-over off: what has moved stays where it is. */
export function cancelHandover(tx: Transaction, before: HandoverRow): HandoverRow {
  const row = tx.update<HandoverRow>(HandoverRow, before, { state: 'cancelled', endTime: tx.now });
  tell(tx, 'HandoverEnded', row);
  return row;
}

/**
 * Takes over what a service tells; the last one to finish ends the hand-over. In a turn of `organisation` like every
 * other change of a hand-over, so that locks are taken in one order: several events are handled in one transaction.
 */
export async function hearOf(tx: Transaction, handoverId: string, told: Told): Promise<void> {
  await takeTurns(tx, 'organisation');
  const [before] = await tx.select(HandoverRow, 'r.id = $1', [handoverId], 'FOR NO KEY UPDATE OF r');
  if (!before) return;
  const parts = partsAfter(before.parts, told);
  if (parts === before.parts) return;
  const state = stateAfter(before.state, parts);
  const ended = state === 'done' && before.state !== 'done';
  const row = tx.update<HandoverRow>(HandoverRow, before, {
    parts: [...parts],
    state,
    ...(ended ? { endTime: tx.now } : {}),
  });
  if (ended) tell(tx, 'HandoverEnded', row);
}

/**
 * What a target leaves undone when the target leaves, too: the others take it, else the target's manager; without any
 * the hand-over stops. In a turn of `organisation`, after the target's status is changed.
 */
export async function replaceTarget(tx: Transaction, personId: string): Promise<void> {
  const rows = await tx.select(
    HandoverRow,
    `r.state = 'running' AND r.person_ids ? $1::text`,
    [personId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const row of rows) {
    const others = row.personIds.filter((id) => id !== personId);
    const personIds = others.length > 0 ? others : await nearestManager(tx, personId);
    const takers = personIds.filter((id) => id !== row.personId);
    if (takers.length === 0) stop(tx, row, 'target-gone');
    else startHandover(tx, row, { target: row.target, personIds: takers });
  }
}

function stop(
  tx: Transaction,
  before: HandoverRow,
  stopReason: string,
  changes: Partial<HandoverRow> = {},
): HandoverRow {
  const row = tx.update<HandoverRow>(HandoverRow, before, { ...changes, state: 'stopped', stopReason });
  tell(tx, 'HandoverEnded', row);
  return row;
}

function tell(
  tx: Transaction,
  event: 'HandoverPlanned' | 'HandoverStarted' | 'HandoverEnded',
  row: HandoverRow,
): void {
  tx.emit(`kontor.identity.v1.${event}`, row, { handover: asHandover(row) });
}

/** A hand-over as the contract has it. */
export function asHandover({ version: _, ...handover }: HandoverRow): Handover {
  return handover;
}
