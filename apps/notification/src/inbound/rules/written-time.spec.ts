import { writtenTime } from './written-time.js';

const received = '2026-11-22T10:00:00.000Z';

test.each([
  ['2026-11-22T09:59:00.000Z', '2026-11-22T09:59:00.000Z'],
  ['2026-11-15T10:00:00.000Z', '2026-11-15T10:00:00.000Z'],
  ['2026-11-15T09:59:59.000Z', received],
  ['2026-11-22T10:00:01.000Z', received],
  ['1970-01-01T00:00:00.000Z', received],
  ['yesterday', received],
  [undefined, received],
])('what says that it was written at %s was at %s', (date, time) => {
  expect(writtenTime(date, received)).toBe(time);
});
