import { dayIn, earliestDay, plannedFrom } from './day-over.js';

// Half past midnight in Shanghai, half past nine of the morning before in Los Angeles.
const now = '2026-06-09T16:30:00.000Z';

it.each([
  ['Asia/Shanghai', '2026-06-10'],
  ['America/Los_Angeles', '2026-06-09'],
  ['Pacific/Kiritimati', '2026-06-10'],
])('it is another day in another zone: %s', (zone, day) => {
  expect(dayIn(now, zone)).toBe(day);
});

it('a day is over for everybody when it is over furthest west', () => {
  expect(earliestDay(now)).toBe('2026-06-09');
  expect(earliestDay('2026-06-10T11:59:59.999Z')).toBe('2026-06-09');
  expect(earliestDay('2026-06-10T12:00:00.000Z')).toBe('2026-06-10');
});

it.each([
  ['an owner further west has it before them', 'America/Los_Angeles', '2026-06-09'],
  ['an owner further east does not hurry the company', 'Pacific/Auckland', '2026-06-10'],
  ['nobody owns it', undefined, '2026-06-10'],
])('a date is planned from the earlier day where %s', (_, zone, day) => {
  expect(plannedFrom(now, 'Asia/Shanghai', zone)).toBe(day);
});
