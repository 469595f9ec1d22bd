import { v7 as uuidv7 } from 'uuid';
import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { nobodys, superiorsOf } from '../customer/guardian.js';
import { moveCustomers } from '../ownership/mover.js';
import { Pool } from '../pool/pool.entity.js';
import { assigned, clockRows, isDue, ofClock } from './clock-sql.js';
import { clocksOf, productLinesOf, type OwnerClock } from './cutoffs.js';
import { lockHeld } from './held.js';
import { holders } from './holders.js';
import type { StrategyBook } from './strategy-book.js';

/** Prospects that are taken in one transaction. */
const batchSize = 100;

interface DueRow {
  id: string;
  cause: ReclaimCause;
  poolId: string | null;
}

/**
 * Takes one batch of prospects that are due from their owners, in a transaction of its own, and tells the owners and
 * who keeps the prospects now. Replicas share the work: what one has locked the others pass over, and so does everybody
 * a prospect that somebody is writing to just now. A row is judged as it is once it is locked: a talk that was logged
 * before wins. Resolves to whether there may be more.
 */
export async function reclaimStep(work: UnitOfWork, book: StrategyBook): Promise<boolean> {
  await book.refresh();
  return work.write(serviceCall('customer', 'reclaim'), async (tx) => {
    const settings = book.at(tx.now);
    const clocks = await clocksOf(tx, book, await holders(tx), { at: await databaseTime(tx), settings });
    const active = clocks.filter(({ strategy }) => strategy.idleReclaim || strategy.noDealReclaim);
    if (active.length === 0) return false;
    const due = await lockDue(tx, active, productLinesOf(settings));
    failPoint('reclaim.after-lock');
    if (due.length === 0) return false;
    await take(tx, due);
    return due.length === batchSize;
  });
}

/** The database's clock, epoch milliseconds: the same for all replicas. */
export async function databaseTime(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ now: string }>(
    `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now`,
  );
  return Number(row?.now);
}

async function lockDue(tx: Transaction, clocks: readonly OwnerClock[], lines: string[]): Promise<DueRow[]> {
  const params: unknown[] = [lines];
  const from = clockRows(clocks, params);
  const pools = new Map(
    clocks.map(({ ownerId, productLine, strategy }) => [`${ownerId} ${productLine ?? ''}`, strategy.poolId]),
  );
  const rows = await tx.query<{ id: string; ownerId: string; line: string | null; cause: ReclaimCause }>(
    `SELECT c.id, c.owner_id AS "ownerId", g.line,
       CASE WHEN ${assigned('c')} <= g.now_no_deal THEN 'no_deal' ELSE 'idle' END AS cause
     FROM ${from} JOIN customer c ON ${ofClock('c', '$1')} AND ${isDue('c', 'now')}
     LIMIT ${batchSize} FOR NO KEY UPDATE OF c SKIP LOCKED`,
    params,
  );
  return rows.map(({ id, ownerId, line, cause }) => ({
    id,
    cause,
    poolId: pools.get(`${ownerId} ${line ?? ''}`) ?? null,
  }));
}

async function take(tx: Transaction, due: readonly DueRow[]): Promise<void> {
  const rows = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [due.map(({ id }) => id)]);
  const customers = new Map(rows.map((row) => [row.id, row]));
  const owners = rows.flatMap(({ ownerId }) => ownerId ?? []);
  // Both causes together, lest counters be locked in two orders.
  await lockHeld(tx, owners);
  const superiors = await superiorsOf(tx, owners);
  const pools = await poolsById(
    tx,
    due.flatMap(({ poolId }) => poolId ?? []),
  );
  for (const cause of ['idle', 'no_deal'] as const) {
    const moves = due
      .filter((one) => one.cause === cause)
      .flatMap(({ id, poolId }) => {
        const customer = customers.get(id);
        if (!customer?.ownerId) return [];
        const pool = pools.get(poolId ?? '');
        return [
          {
            customer,
            poolId: pool?.id,
            keeperId: pool?.managerId ?? superiors.get(customer.ownerId) ?? nobodys,
          },
        ];
      });
    await moveCustomers(tx, moves, {
      cause: cause === 'idle' ? 'reclaim_idle' : 'reclaim_no_deal',
      reason: '',
    });
    await tell(tx, moves, cause);
  }
}

/** Pools by id. */
export async function poolsById(tx: Transaction, ids: readonly string[]): Promise<Map<string, Pool>> {
  if (ids.length === 0) return new Map();
  const pools = await tx.select(Pool, 'r.id = ANY ($1::uuid[])', [[...new Set(ids)]]);
  return new Map(pools.map((pool) => [pool.id, pool]));
}

interface Taken {
  customer: Customer;
  keeperId: string;
}

/** One notice to each owner, and one to whoever keeps the prospects of each owner. */
async function tell(tx: Transaction, moves: readonly Taken[], cause: ReclaimCause): Promise<void> {
  if (moves.length === 0) return;
  const names = await tx.query<{ id: string; name: string }>(
    'SELECT id, name FROM person_copy WHERE id = ANY ($1::uuid[])',
    [moves.map(({ customer }) => customer.ownerId)],
  );
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const told = new Map<string, { personId: string; ownerId: string; moves: Taken[] }>();
  for (const move of moves) {
    const ownerId = move.customer.ownerId ?? '';
    for (const personId of [ownerId, move.keeperId]) {
      if (personId === nobodys) continue;
      const key = `${personId} ${ownerId}`;
      const known = told.get(key);
      if (known) known.moves.push(move);
      else told.set(key, { personId, ownerId, moves: [move] });
    }
  }
  for (const { personId, ownerId, moves: some } of told.values()) {
    const noticeId = uuidv7();
    tx.emit(
      'kontor.notification.v1.NoticeRequested',
      { id: noticeId, version: 1 },
      {
        noticeId,
        personId,
        template: 'prospects-reclaimed',
        about: 'customers',
        values: {
          count: String(some.length),
          customerName: some[0]?.customer.name ?? '',
          ownerName: personId === ownerId ? '' : (nameOf.get(ownerId) ?? ''),
          idle: cause === 'idle' ? 'yes' : '',
        },
      },
    );
  }
}
