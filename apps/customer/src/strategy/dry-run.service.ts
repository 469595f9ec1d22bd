import { Injectable } from '@nestjs/common';
import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type {
  DryRunStrategiesRequest,
  DryRunStrategiesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { Customer } from '../customer/customer.entity.js';
import { assigned, clockRows, isDue, ofClock } from './clock-sql.js';
import { clocksOf, productLinesOf, type OwnerClock } from './cutoffs.js';
import { holders } from './holders.js';
import { databaseTime } from './reclaim.js';
import { day } from './rules/clock.js';
import { dueOf } from './rules/due.js';
import type { ScopedValues } from './rules/strategy.js';
import { StrategyBook } from './strategy-book.js';
import { checkScope } from './strategy-settings.service.js';

/** Losses that are shown one by one. */
const shown = 200;

interface Loss {
  id: string;
  ownerId: string;
  line: string | null;
  assigned: string;
  lastContact: string | null;
  freezeUntil: string | null;
}

/** Who would lose what in the next days if nobody did anything: by the same statement that takes prospects. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  run({ settings = [], days = 14 }: DryRunStrategiesRequest, call: Call): Promise<DryRunStrategiesResponse> {
    return this.work.read(call, async (tx) => {
      for (const { scope, scopeId, values = {} } of settings) await checkScope(tx, scope, scopeId, values);
      const tried = replaced(
        this.book.at(tx.now),
        settings.map(({ scope, scopeId, values = {} }) => ({ scope, scopeId, values })),
      );
      const { owners } = tx.reach('customer');
      const at = (await databaseTime(tx)) + days * day;
      const clocks = await clocksOf(tx, this.book, await holders(tx, owners), { at, settings: tried });
      const active = clocks.filter(({ strategy }) => strategy.idleReclaim || strategy.noDealReclaim);
      if (active.length === 0) return { losses: [], people: [], totalSize: 0 };
      return answer(tx, active, await lossesOf(tx, active, productLinesOf(tried)));
    });
  }
}

/** A setting that is tried takes the place of the one of its scope, as it would if it were stored. */
function replaced(stored: readonly ScopedValues[], tried: readonly ScopedValues[]): ScopedValues[] {
  const key = ({ scope, scopeId }: ScopedValues) => `${scope} ${scopeId}`;
  const keys = new Set(tried.map(key));
  return [...stored.filter((one) => !keys.has(key(one))), ...tried];
}

function lossesOf(tx: Transaction, clocks: readonly OwnerClock[], lines: string[]): Promise<Loss[]> {
  const params: unknown[] = [lines];
  const from = clockRows(clocks, params);
  return tx.query<Loss>(
    `SELECT r.id, r.owner_id AS "ownerId", g.line, ${assigned('r')} AS assigned,
       r.last_contact_time AS "lastContact", r.freeze_until AS "freezeUntil"
     FROM ${from} JOIN customer r ON ${ofClock('r', '$1')} AND ${isDue('r', 'now')}
     WHERE ${tx.visible(Customer, 'r', params)}`,
    params,
  );
}

async function answer(
  tx: Transaction,
  clocks: readonly OwnerClock[],
  losses: readonly Loss[],
): Promise<DryRunStrategiesResponse> {
  const clockOf = new Map(clocks.map((clock) => [`${clock.ownerId} ${clock.productLine ?? ''}`, clock]));
  const dues = losses
    .flatMap((loss) => {
      const clock = clockOf.get(`${loss.ownerId} ${loss.line ?? ''}`);
      const due = clock && dueOf(timesOf(loss), clock.strategy, clock.pauses);
      return due ? [{ id: loss.id, ...due }] : [];
    })
    .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1))
    .slice(0, shown);
  const rows = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [dues.map(({ id }) => id)]);
  const customers = new Map(rows.map((row) => [row.id, row]));
  const people = new Map<string, number>();
  for (const { ownerId } of losses) people.set(ownerId, (people.get(ownerId) ?? 0) + 1);
  return {
    losses: dues.flatMap(({ id, time, cause }) => {
      const customer = customers.get(id);
      return customer
        ? [{ customer, reclaimCause: cause as ReclaimCause, reclaimTime: new Date(time).toISOString() }]
        : [];
    }),
    people: [...people]
      .map(([ownerId, count]) => ({ ownerId, count }))
      .sort((a, b) => b.count - a.count || (a.ownerId < b.ownerId ? -1 : 1)),
    totalSize: losses.length,
  };
}

function timesOf({ assigned: since, lastContact, freezeUntil }: Loss) {
  return {
    assigned: Date.parse(since),
    lastContact: lastContact ? Date.parse(lastContact) : undefined,
    freezeUntil: freezeUntil ? Date.parse(freezeUntil) : undefined,
  };
}
