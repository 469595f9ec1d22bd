import { day, merged } from './clock.js';
import { cutoffsAt, dueOf, isDueBy } from './due.js';
import { unset, type Strategy } from './strategy.js';

const both: Strategy = {
  ...unset,
  idleReclaim: true,
  idleReclaimDays: 10,
  noDealReclaim: true,
  noDealReclaimDays: 30,
  graceDays: 3,
};

it('never talked to counts from the assignment: an empty date is not expired', () => {
  expect(dueOf({ assigned: 100 * day }, both, [])).toEqual({ time: 110 * day, cause: 'idle' });
});

it('a talk starts the idle clock anew, and an older one than the assignment does not', () => {
  expect(dueOf({ assigned: 0, lastContact: 5 * day }, both, [])?.time).toBe(15 * day);
  expect(dueOf({ assigned: 20 * day, lastContact: 5 * day }, both, [])?.time).toBe(30 * day);
});

it('the earlier of the two acts', () => {
  expect(dueOf({ assigned: 0, lastContact: 25 * day }, both, [])).toEqual({
    time: 30 * day,
    cause: 'no_deal',
  });
});

it('where both are off nothing is ever due', () => {
  expect(dueOf({ assigned: 0 }, unset, [])).toBeUndefined();
  expect(isDueBy({ assigned: 0 }, cutoffsAt(10_000 * day, unset, []))).toBe(false);
});

it('a freeze exempts until its end and the grace behind it', () => {
  expect(dueOf({ assigned: 0, freezeUntil: 40 * day }, both, [])?.time).toBe(43 * day);
  expect(dueOf({ assigned: 0, freezeUntil: 2 * day }, both, [])?.time).toBe(10 * day);
});

it('what the database asks is what the rule says, for random times, strategies and pauses', () => {
  let state = 42;
  const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  let due = 0;
  for (let i = 0; i < 5_000; i++) {
    const pauses = merged(
      Array.from({ length: random(4) }, () => {
        const from = random(80) * (day / 2);
        return { from, to: from + random(30) * (day / 2) };
      }),
    );
    const strategy: Strategy = {
      ...unset,
      idleReclaim: random(3) > 0,
      idleReclaimDays: 1 + random(20),
      noDealReclaim: random(3) > 0,
      noDealReclaimDays: 1 + random(40),
      graceDays: random(5),
    };
    const times = {
      assigned: random(60) * (day / 2),
      lastContact: random(2) ? random(60) * (day / 2) : undefined,
      freezeUntil: random(3) ? undefined : random(60) * (day / 2),
    };
    const at = random(160) * (day / 2);
    const time = dueOf(times, strategy, pauses)?.time ?? Infinity;
    const asked = isDueBy(times, cutoffsAt(at, strategy, pauses));
    expect({ i, due: asked }).toEqual({ i, due: time <= at });
    if (asked) due++;
  }
  expect(due).toBeGreaterThan(500);
});
