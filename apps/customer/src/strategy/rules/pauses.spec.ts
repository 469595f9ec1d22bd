import { day, merged, runsOutAt } from './clock.js';
import { freeDays } from './pauses.js';

const calendar = {
  timeZone: 'Asia/Shanghai',
  weekdays: (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((weekday) => ({
    weekday,
    hours: ['09:00-18:00'],
  })),
  exceptions: [{ date: '2026-10-01', name: 'National Day', working: false, hours: [] }],
};
const at = (text: string) => Date.parse(text);

it('free days are those of weekends and holidays, by the calendar’s own midnight', () => {
  const pauses = merged(freeDays(calendar, at('2026-09-30T00:00:00Z'), at('2026-10-05T00:00:00Z')));
  expect(pauses).toEqual([
    { from: at('2026-10-01T00:00:00+08:00'), to: at('2026-10-02T00:00:00+08:00') },
    { from: at('2026-10-03T00:00:00+08:00'), to: at('2026-10-05T00:00:00+08:00') },
  ]);
});

it('three working days from Thursday noon end on Tuesday noon', () => {
  const pauses = merged(freeDays(calendar, at('2026-10-08T00:00:00+08:00'), at('2026-10-20T00:00:00+08:00')));
  expect(runsOutAt(at('2026-10-08T12:00:00+08:00'), 3, pauses)).toBe(at('2026-10-13T12:00:00+08:00'));
  expect(day).toBe(86_400_000);
});
