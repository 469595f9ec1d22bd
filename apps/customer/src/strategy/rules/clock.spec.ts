import { dice } from '@kontor/testing/dice';
import { day, latestStart, merged, runsOutAt, type Pause } from './clock.js';

/** Time that a clock counts between two moments, step by step: the slow truth. */
function counted(from: number, to: number, pauses: readonly Pause[], step: number): number {
  let sum = 0;
  for (let at = from; at < to; at += step) if (!pauses.some((p) => p.from <= at && at < p.to)) sum += step;
  return sum;
}

const step = day / 4;
const seeds = Array.from({ length: 400 }, (_, i) => i + 1);

it('a clock without pauses runs out after its days, to the millisecond', () => {
  expect(runsOutAt(1_000, 3, [])).toBe(1_000 + 3 * day);
  expect(latestStart(1_000 + 3 * day, 3, [])).toBe(1_000);
});

it('a clock stands while it is paused, also when it begins within a pause', () => {
  const pauses = [{ from: 0, to: 2 * day }];
  expect(runsOutAt(day, 1, pauses)).toBe(3 * day);
  expect(runsOutAt(-day / 2, 1, pauses)).toBe(2 * day + day / 2);
});

it('has run out, in random pauses, exactly when as much was counted as it takes', () => {
  for (const seed of seeds) {
    const random = dice(seed);
    const pauses = merged(
      Array.from({ length: random(5) }, () => {
        const from = random(60) * step;
        return { from, to: from + random(20) * step };
      }),
    );
    const [start, at, days] = [random(60) * step, random(120) * step, random(8)];
    const out = counted(start, at, pauses, step) >= days * day && at >= start;
    expect({ seed, out: runsOutAt(start, days, pauses) <= at }).toEqual({ seed, out });
    expect({ seed, out: start <= latestStart(at, days, pauses) }).toEqual({ seed, out });
  }
});

it('never runs out earlier for a further pause, nor for a later start', () => {
  for (const seed of seeds) {
    const random = dice(seed);
    const pauses = merged(
      Array.from({ length: random(4) }, () => ({ from: random(40) * step, to: random(60) * step })),
    );
    const from = random(50) * step;
    const more = merged([...pauses, { from, to: from + random(9) * step }]);
    const [start, days] = [random(50) * step, random(9)];
    expect(runsOutAt(start, days, more)).toBeGreaterThanOrEqual(runsOutAt(start, days, pauses));
    expect(runsOutAt(start + step, days, pauses)).toBeGreaterThanOrEqual(runsOutAt(start, days, pauses));
  }
});
