import { checkDue } from './orphan-hour.js';

describe('the nightly check', () => {
  it.each([
    ['2026-11-21T01:59', undefined],
    ['2026-11-21T02:00', '2026-11-21'],
    ['2026-11-21T23:59', '2026-11-21'],
    ['2026-11-22T00:00', undefined],
  ])('at %s is that of %s', (wallTime, day) => {
    expect(checkDue(wallTime)).toBe(day);
  });
});
