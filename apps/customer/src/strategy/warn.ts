import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { requestNotice } from '@kontor/people/request-notice';
import { superiorsOf } from '../customer/guardian.js';
import type { OwnerClock } from './clock-book.js';
import { assigned, hasBought, lostStart, ofClock } from './clock-sql.js';
import { batchRows, Round, type Batch } from './round.js';
import { isAtRisk, runs, toWarn, type WarningStage } from './risk-sql.js';
import { dueOf } from './rules/due.js';
import type { StrategyBook } from './strategy-book.js';

/** Prospects that are warned of in one transaction. */
const batchSize = 5_000;

interface Warned {
  id: string;
  ownerId: string;
  place: number;
  name: string;
  cause: ReclaimCause;
  /** Which run of the clock it is. */
  start: string;
  /** When the warning began. */
  time: string;
  assigned: string;
  lastContact: string | null;
  lost: string | null;
  freezeUntil: string | null;
  bought: boolean;
}

/**
 * Warns of one batch of prospects that will be reclaimed soon, or would have been long ago: the owner, and later a
 * superior, each once for each time that a clock runs. Nothing is taken before its warning is as old as the strategy
 * says, so that neither a new setting nor a long standstill of the service takes anything by surprise. One notice for
 * each person tells of all. Resolves to whether there may be more in this round.
 */
export async function warnStep(
  work: UnitOfWork,
  book: StrategyBook,
  stage: WarningStage,
  round = new Round(),
): Promise<boolean> {
  return work.write(serviceCall('customer', 'warn of reclaim'), async (tx) => {
    for (;;) {
      const batch = await round.next(tx, book, stage, batchSize);
      if (!batch) return false;
      const warned = await enter(tx, batch, stage);
      if (warned.length === 0) continue;
      await tell(tx, batch, warned, stage);
      return true;
    }
  });
}

/** Notes who is warned of what; what was noted before for the same run of the clock is no news. */
async function enter(tx: Transaction, batch: Batch, stage: WarningStage): Promise<Warned[]> {
  const params: unknown[] = [batch.clocks.productLines];
  const from = batchRows(batch, params);
  const soon = await tx.query<Warned>(
    `SELECT c.id, c.owner_id AS "ownerId", c.name, g.place, run.cause, run.start, ${assigned('c')} AS assigned,
       c.last_contact_time AS "lastContact", CASE WHEN c.status = 'lost' THEN ${lostStart('c')} END AS lost, c.freeze_until AS "freezeUntil",
       ${hasBought('c')} AS bought,
       coalesce((SELECT w.time FROM reclaim_warning w WHERE w.customer_id = c.id AND w.owner_id = c.owner_id
         AND w.cause = run.cause AND w.clock_start = run.start AND w.stage = 'owner'), now()) AS time
     FROM ${from} JOIN customer c ON c.id = g.id AND ${ofClock('c', '$1', batch.clocks.takesLost)} AND ${isAtRisk('c')}
     CROSS JOIN LATERAL ${runs('c')} WHERE ${toWarn('c', stage)} ORDER BY c.id, run.cause`,
    params,
  );
  if (soon.length === 0) return [];
  const entered = await tx.query<{ id: string; cause: string }>(
    `INSERT INTO reclaim_warning (customer_id, owner_id, cause, clock_start, stage)
     SELECT *, $5 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
     ON CONFLICT DO NOTHING RETURNING customer_id AS id, cause`,
    [
      soon.map(({ id }) => id),
      soon.map(({ ownerId }) => ownerId),
      soon.map(({ cause }) => cause),
      soon.map(({ start }) => start),
      stage,
    ],
  );
  const news = new Set(entered.map(({ id, cause }) => `${id} ${cause}`));
  return soon.filter(({ id, cause }) => news.has(`${id} ${cause}`));
}

async function tell(
  tx: Transaction,
  { slice: clocks, at }: Batch,
  warned: readonly Warned[],
  stage: WarningStage,
): Promise<void> {
  const byOwner = Map.groupBy(warned, ({ ownerId }) => ownerId);
  const ids = [...byOwner.keys()];
  const [superiors, people] = await Promise.all([
    superiorsOf(tx, ids),
    tx.query<{ id: string; name: string }>('SELECT id, name FROM person_copy WHERE id = ANY ($1::uuid[])', [
      ids,
    ]),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  for (const [ownerId, theirs] of byOwner) {
    const dues = theirs
      .map((one) => ({ name: one.name, time: dueTime(one, clocks[one.place], at) }))
      .sort((a, b) => a.time - b.time);
    const personId = stage === 'owner' ? ownerId : superiors.get(ownerId);
    const [first] = dues;
    if (!personId || !first) continue;
    requestNotice(tx, {
      personId,
      template: 'reclaim-warning',
      about: 'followUps',
      values: {
        count: String(new Set(theirs.map(({ id }) => id)).size),
        customerName: first.name,
        reclaimTime: new Date(first.time).toISOString(),
        ownerName: stage === 'owner' ? '' : (names.get(ownerId) ?? ''),
      },
    });
  }
}

/** When a prospect goes that is warned of now, or was by its owner's warning. */
function dueTime(one: Warned, clock: OwnerClock | undefined, at: number): number {
  const times = {
    assigned: Date.parse(one.assigned),
    lastContact: one.lastContact ? Date.parse(one.lastContact) : undefined,
    lost: one.lost ? Date.parse(one.lost) : undefined,
    freezeUntil: one.freezeUntil ? Date.parse(one.freezeUntil) : undefined,
    bought: one.bought,
    warned: { [one.cause]: Date.parse(one.time) },
  };
  const due = clock?.standstill && dueOf(times, clock.strategy, clock.standstill, at);
  return due?.time ?? at;
}
