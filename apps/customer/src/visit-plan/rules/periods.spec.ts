import { dayOf, monthOf, periodOf, startOfDay } from './periods.js';

it.each([
  [
    'a month',
    '2026-11-22',
    1,
    1,
    '2026-11-01',
    '2026-10-31T16:00:00.000Z',
    '2026-11-30T16:00:00.000Z',
    ['2026-11-30'],
  ],
  [
    'twice a month',
    '2026-11-22',
    1,
    2,
    '2026-11-01',
    '2026-10-31T16:00:00.000Z',
    '2026-11-30T16:00:00.000Z',
    ['2026-11-15', '2026-11-30'],
  ],
  [
    'a quarter',
    '2026-02-28',
    3,
    1,
    '2026-01-01',
    '2025-12-31T16:00:00.000Z',
    '2026-03-31T16:00:00.000Z',
    ['2026-03-31'],
  ],
  [
    'five months, of which the last part is short',
    '2026-12-01',
    5,
    1,
    '2026-11-01',
    '2026-10-31T16:00:00.000Z',
    '2026-12-31T16:00:00.000Z',
    ['2026-12-31'],
  ],
])('plans %s', (_what, day, months, visits, start, startTime, endTime, dueDates) => {
  expect(periodOf(day, months, visits, 'Asia/Shanghai')).toEqual({ start, startTime, endTime, dueDates });
});

it('knows the month of a day, leap years included', () => {
  expect(monthOf('2028-02-10')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
});

it.each([
  ['2026-11-21T15:59:59Z', '2026-11-21', '2026-11-21T16:00:00.000Z'],
  ['2026-11-21T16:00:00Z', '2026-11-22', '2026-11-22T16:00:00.000Z'],
])('%s is %s in Shanghai, and tomorrow begins at %s', (instant, day, tomorrow) => {
  expect(dayOf(instant, 'Asia/Shanghai')).toBe(day);
  expect(startOfDay(instant, 'Asia/Shanghai', 1)).toBe(tomorrow);
});
