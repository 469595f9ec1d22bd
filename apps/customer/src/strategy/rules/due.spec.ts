import { day, merged } from './clock.js';
import { cutoffsAt, dueOf, isDueBy } from './due.js';
import { never } from './standstill.js';
import { unset, type Strategy } from './strategy.js';

const both: Strategy = {
  ...unset,
  idleReclaim: true,
  idleReclaimDays: 10,
  noDealReclaim: true,
  noDealReclaimDays: 30,
  warnDaysBefore: 0,
  graceDays: 3,
};

it('never talked to counts from the assignment: an empty date is not expired', () => {
  expect(dueOf({ assigned: 100 * day }, both, never, 0)).toEqual({ time: 110 * day, cause: 'idle' });
});

it('a talk starts the idle clock anew, and an older one than the assignment does not', () => {
  expect(dueOf({ assigned: 0, lastContact: 5 * day }, both, never, 0)?.time).toBe(15 * day);
  expect(dueOf({ assigned: 20 * day, lastContact: 5 * day }, both, never, 0)?.time).toBe(30 * day);
});

it('the earlier of the two acts', () => {
  expect(dueOf({ assigned: 0, lastContact: 25 * day }, both, never, 0)).toEqual({
    time: 30 * day,
    cause: 'no_deal',
  });
});

it('where both are off nothing is ever due', () => {
  expect(dueOf({ assigned: 0 }, unset, never, 0)).toBeUndefined();
  expect(isDueBy({ assigned: 0 }, cutoffsAt({ at: 10_000 * day, now: 10_000 * day }, unset, never))).toBe(
    false,
  );
});

it('a freeze exempts until its end and the grace behind it', () => {
  expect(dueOf({ assigned: 0, freezeUntil: 40 * day }, both, never, 0)?.time).toBe(43 * day);
  expect(dueOf({ assigned: 0, freezeUntil: 2 * day }, both, never, 0)?.time).toBe(10 * day);
});

const warning = { ...both, warnDaysBefore: 3 };

it('nobody loses what nobody was warned of: the warning comes first, and its days after it', () => {
  const now = 500 * day;
  expect(dueOf({ assigned: 0 }, warning, never, now)?.time).toBe(now + 3 * day);
  expect(dueOf({ assigned: 0, warned: { idle: now - day } }, warning, never, now)).toEqual({
    time: now + 2 * day,
    cause: 'idle',
  });
  expect(dueOf({ assigned: 495 * day }, warning, never, now)?.time).toBe(505 * day);
});

it('a warning of one clock says nothing of the other', () => {
  const now = 500 * day;
  const due = dueOf(
    { assigned: 0, lastContact: 499 * day, warned: { idle: 100 * day } },
    warning,
    never,
    now,
  );
  expect(due).toEqual({ time: now + 3 * day, cause: 'no_deal' });
});

it('a warning is as long for who is away as for everybody else: its days stand still, too', () => {
  const now = 500 * day;
  const away = { within: () => [{ from: 490 * day, to: 510 * day }] };
  expect(dueOf({ assigned: 0 }, warning, away, now)?.time).toBe(513 * day);
  expect(dueOf({ assigned: 0, warned: { idle: 489 * day } }, warning, away, now)?.time).toBe(512 * day);
});

it('who has bought is not without a deal, but may be idle', () => {
  expect(dueOf({ assigned: 0, lastContact: 25 * day, bought: true }, both, never, 0)).toEqual({
    time: 35 * day,
    cause: 'idle',
  });
});

it('what the database asks is what the rule says, for random times, strategies, pauses and warnings', () => {
  let state = 42;
  const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  const half = (below: number) => random(below) * (day / 2);
  let due = 0;
  for (let i = 0; i < 5_000; i++) {
    const pauses = merged(
      Array.from({ length: random(4) }, () => {
        const from = half(80);
        return { from, to: from + half(30) };
      }),
    );
    const strategy: Strategy = {
      ...unset,
      idleReclaim: random(3) > 0,
      idleReclaimDays: 1 + random(20),
      noDealReclaim: random(3) > 0,
      noDealReclaimDays: 1 + random(40),
      warnDaysBefore: random(4),
      graceDays: random(5),
    };
    const now = half(120);
    const at = random(2) ? now : now + half(40);
    const warned = () => (random(2) ? Math.min(now, half(120)) : undefined);
    const times = {
      assigned: half(60),
      lastContact: random(2) ? half(60) : undefined,
      freezeUntil: random(3) ? undefined : half(60),
      bought: random(4) === 0,
      warned: { idle: warned(), no_deal: warned() },
    };
    const standstill = { within: () => pauses };
    const time = dueOf(times, strategy, standstill, now)?.time ?? Infinity;
    const asked = isDueBy(times, cutoffsAt({ at, now }, strategy, standstill));
    expect({ i, due: asked }).toEqual({ i, due: time <= at });
    if (asked) due++;
  }
  expect(due).toBeGreaterThan(500);
});
