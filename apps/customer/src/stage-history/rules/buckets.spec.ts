import { partsOf } from './buckets.js';

const ends = (parts: ReturnType<typeof partsOf>) => parts.map(({ firstDay, lastDay }) => [firstDay, lastDay]);

it('cuts months where the period begins and ends, over 29 February too', () => {
  expect(ends(partsOf({ first: '2024-01-30', last: '2024-03-02' }, 'month'))).toEqual([
    ['2024-01-30', '2024-01-31'],
    ['2024-02-01', '2024-02-29'],
    ['2024-03-01', '2024-03-02'],
  ]);
});

it('begins weeks with Monday, over the turn of the year', () => {
  expect(ends(partsOf({ first: '2025-12-28', last: '2026-01-06' }, 'week'))).toEqual([
    ['2025-12-28', '2025-12-28'],
    ['2025-12-29', '2026-01-04'],
    ['2026-01-05', '2026-01-06'],
  ]);
});

it.each(['day', 'week', 'month'] as const)(
  'leaves no day of a year out and has none twice, by %s',
  (bucket) => {
    const days = (parts: ReturnType<typeof partsOf>) =>
      parts.reduce(
        (sum, { firstDay, lastDay }) => sum + (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000 + 1,
        0,
      );
    expect(days(partsOf({ first: '2025-03-15', last: '2026-03-14' }, bucket))).toBe(365);
  },
);

it('is one part where the period is a day', () => {
  expect(ends(partsOf({ first: '2026-11-22', last: '2026-11-22' }, 'month'))).toEqual([
    ['2026-11-22', '2026-11-22'],
  ]);
});
