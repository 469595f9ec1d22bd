import { v7 as uuidv7 } from 'uuid';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { nobodys, superiorsOf } from '../customer/guardian.js';
import { assigned, clockRows, idleStart, isDue, ofClock } from './clock-sql.js';
import { clocksOf, productLinesOf, type OwnerClock } from './cutoffs.js';
import { holders } from './holders.js';
import { databaseTime } from './reclaim.js';
import { day } from './rules/clock.js';
import { cutoffsAt, dueOf } from './rules/due.js';
import type { StrategyBook } from './strategy-book.js';

/** Prospects that are warned of in one transaction. */
const batchSize = 1_000;

/** Who is told: the owner when the warning begins, a superior too when half of its time is gone. */
export type WarningStage = 'owner' | 'superior';

interface Warned {
  id: string;
  ownerId: string;
  name: string;
  line: string | null;
  assigned: string;
  lastContact: string | null;
  freezeUntil: string | null;
}

/**
 * Warns of one batch of prospects that will be reclaimed soon: the owner, and later a superior, each once for each time
 * that the clocks run. One notice for each person tells of all. Resolves to whether there may be more.
 */
export async function warnStep(work: UnitOfWork, book: StrategyBook, stage: WarningStage): Promise<boolean> {
  return work.write(serviceCall('customer', 'warn of reclaim'), async (tx) => {
    const settings = book.at(tx.now);
    const at = await databaseTime(tx);
    const clocks = await clocksOf(tx, book, await holders(tx), { at, settings });
    const active = clocks.filter(({ strategy }) => strategy.idleReclaim || strategy.noDealReclaim);
    if (active.length === 0) return false;
    const share = stage === 'owner' ? 1 : 0.5;
    const staged = active.map((clock) => ({
      ...clock,
      warned: cutoffsAt(at + clock.strategy.warnDaysBefore * day * share, clock.strategy, clock.pauses),
    }));
    const warned = await enter(tx, staged, productLinesOf(settings), stage);
    await tell(tx, staged, warned, stage);
    return warned.length === batchSize;
  });
}

/** Notes who is warned of what; what was noted before for the same run of the clocks is no news. */
async function enter(
  tx: Transaction,
  clocks: readonly OwnerClock[],
  lines: string[],
  stage: WarningStage,
): Promise<Warned[]> {
  const params: unknown[] = [lines, stage];
  const from = clockRows(clocks, params);
  return tx.query<Warned>(
    `WITH soon AS (
       SELECT c.id, c.owner_id, c.name, g.line, ${assigned('c')} AS assigned, c.last_contact_time, c.freeze_until,
         greatest(${idleStart('c')}, c.freeze_until) AS clock_start
       FROM ${from} JOIN customer c ON ${ofClock('c', '$1')} AND ${isDue('c', 'warned')} AND (${isDue('c', 'now')}) IS NOT TRUE
       WHERE NOT EXISTS (SELECT 1 FROM reclaim_warning w WHERE w.customer_id = c.id AND w.owner_id = c.owner_id
         AND w.clock_start = greatest(${idleStart('c')}, c.freeze_until) AND w.stage = $2)
       LIMIT ${batchSize}
     ), entered AS (
       INSERT INTO reclaim_warning (customer_id, owner_id, clock_start, stage)
       SELECT id, owner_id, clock_start, $2 FROM soon ORDER BY id ON CONFLICT DO NOTHING RETURNING customer_id
     )
     SELECT id, owner_id AS "ownerId", name, line, assigned, last_contact_time AS "lastContact",
       freeze_until AS "freezeUntil" FROM soon JOIN entered ON customer_id = id`,
    params,
  );
}

async function tell(
  tx: Transaction,
  clocks: readonly OwnerClock[],
  warned: readonly Warned[],
  stage: WarningStage,
): Promise<void> {
  if (warned.length === 0) return;
  const clockOf = new Map(clocks.map((clock) => [`${clock.ownerId} ${clock.productLine ?? ''}`, clock]));
  const ids = [...new Set(warned.map(({ ownerId }) => ownerId))];
  const [superiors, people] = await Promise.all([
    superiorsOf(tx, ids),
    tx.query<{ id: string; name: string }>('SELECT id, name FROM person_copy WHERE id = ANY ($1::uuid[])', [
      ids,
    ]),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const ownerId of ids) {
    const theirs = warned
      .filter((one) => one.ownerId === ownerId)
      .map((one) => ({ name: one.name, time: dueTime(one, clockOf.get(`${ownerId} ${one.line ?? ''}`)) }))
      .sort((a, b) => a.time - b.time);
    const personId = stage === 'owner' ? ownerId : (superiors.get(ownerId) ?? nobodys);
    const [first] = theirs;
    if (personId === nobodys || !first) continue;
    const noticeId = uuidv7();
    tx.emit(
      'kontor.notification.v1.NoticeRequested',
      { id: noticeId, version: 1 },
      {
        noticeId,
        personId,
        template: 'reclaim-warning',
        about: 'followUps',
        values: {
          count: String(theirs.length),
          customerName: first.name,
          reclaimTime: new Date(first.time).toISOString(),
          ownerName: stage === 'owner' ? '' : (names.get(ownerId) ?? ''),
        },
      },
    );
  }
}

function dueTime(one: Warned, clock: OwnerClock | undefined): number {
  const times = {
    assigned: Date.parse(one.assigned),
    lastContact: one.lastContact ? Date.parse(one.lastContact) : undefined,
    freezeUntil: one.freezeUntil ? Date.parse(one.freezeUntil) : undefined,
  };
  return (clock && dueOf(times, clock.strategy, clock.pauses)?.time) ?? times.assigned;
}
