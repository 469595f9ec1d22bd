import { Injectable } from '@nestjs/common';
import type {
  DryRunStrategiesRequest,
  DryRunStrategiesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/strategy_service';
import type { Call } from '@kontor/access/call';
import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import { timesOf } from './clock-book.js';
import { assigned, clockRows, columnsOf, idleStart, isDue, lostStart, ofClock } from './clock-sql.js';
import { forecastClocks, type ForecastClock } from './forecast.js';
import { heldBy } from './holders.js';
import { day } from './rules/clock.js';
import { cutoffsAt, dueOf, type Due } from './rules/due.js';
import { scopeKey, type ScopedValues } from './rules/strategy.js';
import { StrategyBook } from './strategy-book.js';
import { checkSetting } from './setting-check.js';
import { besideOf } from './warnings.js';

/** Losses that are shown one by one. */
const shown = 200;

/** Losses that are read to find those: the database orders them nearly as their clocks do, not by free days. */
const looked = 1_000;

/** Who would lose what in the next days if nobody did anything: by the same rule that takes prospects. */
@Injectable()
export class DryRunService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  run({ settings = [], days = 14 }: DryRunStrategiesRequest, call: Call): Promise<DryRunStrategiesResponse> {
    return this.work.read(call, async (tx) => {
      const tried = settings.map(({ scope, scopeId, values = {} }) => ({ scope, scopeId, values }));
      for (const [i, one] of tried.entries()) await checkSetting(tx, one, `settings[${i}].`);
      refuseRepeated(tried);
      const { owners } = tx.reach('customer');
      const [people, now] = await Promise.all([heldBy(tx, owners, true), databaseTime(tx).then(Date.parse)]);
      const { clocks, lines } = await forecastClocks(tx, this.book, [...people.keys()], {
        now,
        until: now + days * day,
        tried,
      });
      if (clocks.length === 0) return { losses: [], people: [], totalSize: 0 };
      return this.answer(tx, clocks, lines);
    });
  }

  private async answer(
    tx: Transaction,
    clocks: readonly ForecastClock[],
    lines: readonly string[],
  ): Promise<DryRunStrategiesResponse> {
    const params: unknown[] = [lines];
    const loss = lossSql(tx, clocks, params);
    const people = await tx.query<{ ownerId: string; count: number }>(
      `SELECT owner_id AS "ownerId", count(*)::int AS count FROM (${loss}) loss GROUP BY 1 ORDER BY 2 DESC, 1`,
      params,
    );
    const first = await tx.query<{ id: string; place: number }>(
      `SELECT id, place FROM (${loss}) loss ORDER BY about, id LIMIT ${looked}`,
      params,
    );
    const placeOf = new Map(first.map(({ id, place }) => [id, place]));
    const ids = [...placeOf.keys()];
    const beside = await besideOf(tx, ids);
    const losses = (await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]))
      .flatMap((customer) => {
        const clock = clocks[placeOf.get(customer.id) ?? -1];
        const due = clock && dueBy(clock, { ...timesOf(customer), ...beside.get(customer.id) });
        return due ? [{ customer, ...due }] : [];
      })
      .sort((a, b) => a.time - b.time || (a.customer.id < b.customer.id ? -1 : 1))
      .slice(0, shown);
    return {
      losses: losses.map(({ customer, cause, time }) => ({
        customer,
        reclaimCause: cause,
        reclaimTime: new Date(time).toISOString(),
      })),
      people,
      totalSize: people.reduce((sum, { count }) => sum + count, 0),
    };
  }
}

function dueBy(
  { strategy, standstill, now }: ForecastClock,
  times: Parameters<typeof dueOf>[0],
): Due | undefined {
  const due = standstill && dueOf(times, strategy, standstill, now);
  return due && { ...due, time: Math.max(due.time, now) };
}

/** Statement of all losses, each once, with `about` when they come. Appends to `params`, of which the first are the lines. */
function lossSql(tx: Transaction, clocks: readonly ForecastClock[], params: unknown[]): string {
  const rows = clocks.map(({ ownerId, productLine, strategy, standstill, now, at }) => ({
    ownerId,
    productLine,
    cutoffs: { end: standstill ? cutoffsAt({ at, now }, strategy, standstill) : {} },
  }));
  const from = clockRows(['end'], rows, params);
  const end = columnsOf('end');
  const withLost = clocks.some(({ strategy }) => strategy.lostRelease);
  const times = (one: (clock: ForecastClock) => number) =>
    `($${params.push(clocks.map((clock) => new Date(one(clock)).toISOString()))}::timestamptz[])`;
  const ends = times(({ at }) => at);
  const begins = times(({ now, strategy }) => now + strategy.warnDaysBefore * day);
  return `SELECT DISTINCT ON (r.id) r.id, r.owner_id, g.place,
      greatest(least(${ends}[g.place + 1] + (${idleStart('r')} - ${end.idle}), ${ends}[g.place + 1] + (${assigned('r')} - ${end.noDeal}),
        CASE WHEN r.status = 'lost' THEN ${ends}[g.place + 1] + (${lostStart('r')} - ${end.lost}) END),
        ${ends}[g.place + 1] + (r.freeze_until - ${end.grace}), ${begins}[g.place + 1]) AS about
    FROM ${from} JOIN customer r ON ${ofClock('r', '$1', withLost)} AND ${isDue('r', end)}
    WHERE ${tx.visible(Customer, 'r', params)} ORDER BY r.id, g.place`;
}

/** Throws invalid where two settings are tried for one scope: only one of them could hold. */
function refuseRepeated(tried: readonly ScopedValues[]): void {
  const keys = tried.map(scopeKey);
  const again = keys.findIndex((key, i) => keys.indexOf(key) !== i);
  if (again < 0) return;
  throw refusedField(`settings[${again}].scopeId`, 'strategy-scope-repeated');
}
