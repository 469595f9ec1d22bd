import type { Transaction } from '@kontor/database/transaction';
import { clockRows, columnsOf, isDue } from '../src/strategy/clock-sql.js';
import { day, merged } from '../src/strategy/rules/clock.js';
import { cutoffsAt, dueOf, isDueBy, startsOf, type ProspectTimes } from '../src/strategy/rules/due.js';
import { unset, type Strategy } from '../src/strategy/rules/strategy.js';
import { strategyStage, type StrategyStage } from './strategy-stage.js';

let stage: StrategyStage;
beforeAll(async () => {
  stage = await strategyStage();
}, 120_000);
afterAll(() => stage.service.dispose());

let state = 11;
const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
const half = (below: number) => random(below) * (day / 2);
const text = (at: number | undefined) => (at === undefined ? null : new Date(at).toISOString());

/** Prospects, strategies and moments as they come, some of which are due. */
function drawn() {
  const now = half(120);
  const warned = () => (random(2) ? Math.min(now, half(120)) : undefined);
  const times: ProspectTimes = {
    assigned: half(60),
    lastContact: random(2) ? half(60) : undefined,
    freezeUntil: random(3) ? undefined : half(60),
    lost: random(4) ? undefined : half(60),
    bought: random(4) === 0,
    warned: { idle: warned(), no_deal: warned(), lost: warned() },
  };
  const strategy: Strategy = {
    ...unset,
    idleReclaim: random(3) > 0,
    idleReclaimDays: 1 + random(20),
    noDealReclaim: random(3) > 0,
    noDealReclaimDays: 1 + random(40),
    lostRelease: random(3) > 0,
    lostReleaseDays: 1 + random(20),
    warnDaysBefore: random(4),
    graceDays: random(5),
  };
  const pauses = merged(
    Array.from({ length: random(4) }, () => {
      const from = half(80);
      return { from, to: from + half(30) };
    }),
  );
  return { times, strategy, standstill: { within: () => pauses }, now, at: random(2) ? now : now + half(40) };
}

/** Says of each of the drawn ones whether the database finds it due. */
async function asked(tx: Transaction, all: readonly ReturnType<typeof drawn>[]): Promise<boolean[]> {
  const rows = all.map(({ at, now, strategy, standstill }) => ({
    ownerId: '01900000-0000-7000-8000-000000000001',
    productLine: undefined,
    cutoffs: { now: cutoffsAt({ at, now }, strategy, standstill) },
  }));
  const params: unknown[] = [
    all.map(({ times }) => text(times.assigned)),
    all.map(({ times }) => text(times.lastContact)),
    all.map(({ times }) => text(times.freezeUntil)),
    all.flatMap(({ times: { warned, ...times } }, i) =>
      (['idle', 'no_deal', 'lost'] as const).flatMap((cause) => {
        const start = Math.max(startsOf(times)[cause], times.freezeUntil ?? -Infinity);
        return warned?.[cause] === undefined
          ? []
          : [JSON.stringify({ i, cause, start: text(start), time: text(warned[cause]) })];
      }),
    ),
    all.map(({ times }) => text(times.lost)),
    all.map(({ times }) => times.bought === true),
  ];
  const from = clockRows(['now'], rows, params);
  const found = await tx.query<{ place: number; due: boolean | null }>(
    `WITH c AS (
       SELECT lpad(n::text, 12, '0') AS id, o.owner_id, a AS assign_time, a AS create_time, l AS last_contact_time,
         f AS freeze_until, lo AS lost_time, CASE WHEN lo IS NULL THEN 'interested' ELSE 'lost' END AS status, n
       FROM unnest($1::timestamptz[], $2::timestamptz[], $3::timestamptz[], $5::timestamptz[])
         WITH ORDINALITY AS t (a, l, f, lo, n)
       CROSS JOIN (SELECT '01900000-0000-7000-8000-000000000001'::uuid AS owner_id) o
     ), open_deal AS (
       SELECT lpad(n::text, 12, '0') AS customer_id, won FROM unnest($6::boolean[]) WITH ORDINALITY AS d (won, n)
     ), reclaim_warning AS (
       SELECT lpad(((one ->> 'i')::int + 1)::text, 12, '0') AS customer_id, '01900000-0000-7000-8000-000000000001'::uuid AS owner_id,
         one ->> 'cause' AS cause, (one ->> 'start')::timestamptz AS clock_start, 'owner' AS stage,
         (one ->> 'time')::timestamptz AS time
       FROM unnest($4::jsonb[]) AS w (one)
     )
     SELECT g.place, ${isDue('c', columnsOf('now'))} AS due FROM ${from} JOIN c ON c.n = g.place + 1`,
    params,
  );
  const due = new Map(found.map((row) => [row.place, row.due === true]));
  return all.map((_, i) => due.get(i) ?? false);
}

it('the database judges prospects as the rule does, for random times, strategies, pauses and warnings', async () => {
  const all = Array.from({ length: 1_000 }, drawn);
  const byDatabase = await stage.asService((tx) => asked(tx, all));
  const byRule = all.map(({ times, strategy, standstill, at, now }) =>
    isDueBy(times, cutoffsAt({ at, now }, strategy, standstill)),
  );
  const byTime = all.map(
    ({ times, strategy, standstill, at, now }) =>
      (dueOf(times, strategy, standstill, now)?.time ?? Infinity) <= at,
  );
  expect(byDatabase).toEqual(byRule);
  expect(byRule).toEqual(byTime);
  expect(byRule.filter(Boolean).length).toBeGreaterThan(100);
});
