import { trendOf } from './trend.js';

const changes = new Map([
  ['2026-02-27', 2],
  ['2026-03-01', -1],
  ['2026-03-04', 5],
]);

it('tells what each day ended with, from what there is now', () => {
  expect(trendOf(10, changes, { first: '2026-02-27', last: '2026-03-02' })).toEqual([
    { day: '2026-02-27', value: 6 },
    { day: '2026-02-28', value: 6 },
    { day: '2026-03-01', value: 5 },
    { day: '2026-03-02', value: 5 },
  ]);
});

it('ends with what there is now where nothing came after', () => {
  expect(trendOf(3, new Map(), { first: '2026-03-02', last: '2026-03-02' })).toEqual([
    { day: '2026-03-02', value: 3 },
  ]);
});
