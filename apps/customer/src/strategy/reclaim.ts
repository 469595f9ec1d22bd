import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { OwnershipCause } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import { serviceCall } from '@kontor/access/call';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { requestNotice } from '@kontor/people/request-notice';
import { Customer } from '../customer/customer.entity.js';
import { superiorsOf } from '../customer/guardian.js';
import { moveCustomers } from '../ownership/mover.js';
import { poolsById } from '../pool/pools-by-id.js';
import { waitsIn } from '../pool/rules/pool-kind.js';
import type { ClockBook } from './clock-book.js';
import { columnsOf, idleOut, isDue, noDealOut, ofClock } from './clock-sql.js';
import { lockHeld } from './held.js';
import { batchRows, Round, type Batch } from './round.js';
import type { StrategyBook } from './strategy-book.js';

/** What the history says of each. */
const historyCauses: Readonly<Record<ReclaimCause, OwnershipCause>> = {
  idle: 'reclaim_idle',
  no_deal: 'reclaim_no_deal',
  lost: 'reclaim_lost',
};

/** Prospects that are taken in one transaction. */
const batchSize = 250;

interface DueRow {
  id: string;
  /** Which clocks have run out. */
  idle: boolean;
  noDeal: boolean;
  lost: boolean;
  poolId: string | undefined;
}

/**
 * Takes one batch of prospects that are due from their owners, in a transaction of its own, and tells the owners and
 * who keeps the prospects now. Replicas share the work: what one has locked the others pass over, and so does everybody
 * a prospect that somebody is writing to just now. A row is judged as it is once it is locked: a talk that was logged
 * before wins. Resolves to whether there may be more in this round.
 */
export async function reclaimStep(
  work: UnitOfWork,
  book: StrategyBook,
  round = new Round(),
): Promise<boolean> {
  await book.refresh();
  return work.write(serviceCall('customer', 'reclaim'), async (tx) => {
    for (;;) {
      const batch = await round.next(tx, book, 'due', batchSize);
      if (!batch) return false;
      const due = await lockDue(tx, batch);
      failPoint('reclaim.after-lock');
      if (due.length === 0) continue;
      await take(tx, due, batch.clocks);
      return true;
    }
  });
}

/** Judges once more, now that nobody else can change them. */
async function lockDue(tx: Transaction, batch: Batch): Promise<DueRow[]> {
  const params: unknown[] = [batch.clocks.productLines];
  const from = batchRows(batch, params);
  const now = columnsOf('now');
  const due = await tx.query<{
    id: string;
    place: number;
    lost: boolean;
    idle: boolean | null;
    noDeal: boolean | null;
  }>(
    `SELECT c.id, g.place, ${idleOut('c', now)} AS idle, ${noDealOut('c', now)} AS "noDeal", c.status = 'lost' AS lost
     FROM ${from} JOIN customer c ON c.id = g.id AND ${ofClock('c', '$1', batch.clocks.takesLost)} AND ${isDue('c', now)}
     FOR NO KEY UPDATE OF c SKIP LOCKED`,
    params,
  );
  return due.map(({ id, place, idle, noDeal, lost }) => ({
    id,
    lost,
    idle: idle === true,
    noDeal: noDeal === true,
    poolId: batch.slice[place]?.strategy.poolId,
  }));
}

async function take(tx: Transaction, due: readonly DueRow[], clocks: ClockBook): Promise<void> {
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
  const moves = due.flatMap(({ id, idle, noDeal, lost, poolId }) => {
    const customer = customers.get(id);
    if (!customer?.ownerId) return [];
    const wanted = pools.get(poolId ?? '');
    const pool = wanted && waitsIn(wanted.kind, customer.status) ? wanted : undefined;
    const one: ReclaimCause = lost ? 'lost' : noDeal ? 'no_deal' : 'idle';
    const cause = idle && noDeal ? clocks.firstOut(customer) : one;
    const keeperId = pool?.managerId ?? superiors.get(customer.ownerId);
    return [{ customer, cause, poolId: pool?.id, keeperId }];
  });
  for (const [cause, noted] of Object.entries(historyCauses) as [ReclaimCause, OwnershipCause][]) {
    const some = moves.filter((one) => one.cause === cause);
    await moveCustomers(tx, some, { cause: noted, reason: '' });
    await tell(tx, some, cause);
  }
}

interface Taken {
  customer: Customer;
  keeperId: string | undefined;
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
      if (!personId) continue;
      const key = `${personId} ${ownerId}`;
      const known = told.get(key);
      if (known) known.moves.push(move);
      else told.set(key, { personId, ownerId, moves: [move] });
    }
  }
  for (const { personId, ownerId, moves: some } of told.values()) {
    requestNotice(tx, {
      personId,
      template: 'prospects-reclaimed',
      about: 'customers',
      values: {
        count: String(some.length),
        customerName: some[0]?.customer.name ?? '',
        ownerName: personId === ownerId ? '' : (nameOf.get(ownerId) ?? ''),
        idle: cause === 'idle' ? 'yes' : '',
        lost: cause === 'lost' ? 'yes' : '',
      },
    });
  }
}
