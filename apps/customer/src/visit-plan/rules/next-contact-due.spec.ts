import { dueOf, spanOf } from './next-contact-due.js';

const now = '2026-11-21T10:00:00.000Z';
const zone = 'Asia/Shanghai';

it.each([
  ['2020-01-01T00:00:00.000Z', 'overdue'],
  ['2026-11-21T09:59:59.999Z', 'overdue'],
  ['2026-11-21T10:00:00.000Z', 'today'],
  ['2026-11-21T15:59:59.999Z', 'today'],
  ['2026-11-21T16:00:00.000Z', 'week'],
  ['2026-11-28T15:59:59.999Z', 'week'],
] as const)('%s is %s', (time, due) => {
  expect(dueOf(time, now, zone)).toBe(due);
  const { after, before } = spanOf(due, now, zone);
  expect((after === undefined || time >= after) && time < before).toBe(true);
});

it('looks seven days ahead', () => {
  expect(spanOf(undefined, now, zone)).toEqual({ before: '2026-11-28T16:00:00.000Z' });
});
