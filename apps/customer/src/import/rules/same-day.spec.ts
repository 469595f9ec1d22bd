import { isSameDay } from './same-day.js';

describe('two moments', () => {
  it.each([
    ['2026-11-21T16:30:00Z', '2026-11-22T15:00:00Z', 'Asia/Shanghai', true],
    ['2026-11-21T15:30:00Z', '2026-11-22T15:00:00Z', 'Asia/Shanghai', false],
    ['2026-11-21T16:30:00Z', '2026-11-22T15:00:00Z', 'UTC', false],
    ['2026-11-22T00:00:00+08:00', '2026-11-21T23:59:59Z', 'UTC', true],
  ])('%s and %s lie on one day in %s: %s', (one, other, timeZone, same) => {
    expect(isSameDay(one, other, timeZone)).toBe(same);
  });
});
