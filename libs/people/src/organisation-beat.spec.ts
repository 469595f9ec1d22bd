import fc from 'fast-check';
import { freshFor, isStale } from './organisation-beat.js';

describe('a copy of the organisation', () => {
  it('is fresh for 15 seconds after the newest beat was told, and stale from then on', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.integer({ min: -60_000, max: 60_000 }),
        (beat, age) => {
          expect(isStale(beat, beat + age)).toBe(age > freshFor);
        },
      ),
    );
    expect(freshFor).toBe(15_000);
  });

  it('is not stale where no beat was ever heard', () => expect(isStale(undefined, Date.now())).toBe(false));
});
