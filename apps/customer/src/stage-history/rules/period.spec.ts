import { periodOf } from './period.js';

const now = '2026-11-22T00:00:00.000Z';

it.each([
  ['an end before the start', '2026-11-22T00:00:00.000Z', '2026-11-21T00:00:00.000Z', 'period-reversed'],
  ['a period without length', now, now, 'period-reversed'],
  ['more than a year', '2025-11-20T00:00:00.000Z', undefined, 'period-too-long'],
])('refuses %s', (_, startTime, endTime, reason) => {
  expect(() => periodOf({ startTime, endTime }, now)).toThrow(reason);
});

it('ends now where nobody says', () => {
  expect(periodOf({ startTime: '2026-11-01T00:00:00.000Z' }, now)).toEqual({
    start: '2026-11-01T00:00:00.000Z',
    end: now,
  });
});
