import { hasTakenPlace, instantOf } from './next-contact.js';

it.each([
  ['2026-12-01T09:00', 'Asia/Shanghai', '2026-12-01T01:00:00.000Z'],
  ['2026-12-01T09:00', 'Europe/Moscow', '2026-12-01T06:00:00.000Z'],
  ['2026-03-29T02:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (wallTime, zone, instant) => {
  expect(instantOf(wallTime, zone)).toBe(instant);
});

it.each([
  ['2026-11-21T10:00:00Z', true],
  ['2026-11-21T10:05:00Z', true],
  ['2026-11-21T10:05:01Z', false],
])('a talk at %s, said at 10:00, has taken place: %s', (talkTime, taken) => {
  expect(hasTakenPlace(talkTime, '2026-11-21T10:00:00Z')).toBe(taken);
});
