import { day, latestStart, merged } from './clock.js';
import { besides, FreeDays } from './free-days.js';
import { endOfClock, never, startOfClock } from './standstill.js';

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const calendarOf = (weekdays: readonly (typeof week)[number][], holidays: readonly string[] = []) => ({
  timeZone: 'Asia/Shanghai',
  weekdays: weekdays.map((weekday) => ({ weekday, hours: ['09:00-18:00'] })),
  exceptions: holidays.map((date) => ({ date, name: 'Holiday', working: false, hours: [] })),
});
const at = (text: string) => Date.parse(text);
const dates = (from: string, days: number) =>
  Array.from({ length: days }, (_, i) =>
    new Date(at(`${from}T00:00:00Z`) + i * day).toISOString().slice(0, 10),
  );

it('free days are those of weekends and holidays, by the calendar’s own midnight', () => {
  const free = new FreeDays(calendarOf(week, ['2026-10-01']));
  expect(free.within(at('2026-09-30T00:00:00Z'), at('2026-10-05T00:00:00Z'))).toEqual([
    { from: at('2026-10-01T00:00:00+08:00'), to: at('2026-10-02T00:00:00+08:00') },
    { from: at('2026-10-03T00:00:00+08:00'), to: at('2026-10-05T00:00:00+08:00') },
  ]);
});

it('three working days from Thursday noon end on Tuesday noon, and back again', () => {
  const free = new FreeDays(calendarOf(week));
  expect(endOfClock(at('2026-10-08T12:00:00+08:00'), 3, free)).toBe(at('2026-10-13T12:00:00+08:00'));
  expect(startOfClock(at('2026-10-13T12:00:00+08:00'), 3, free)).toBe(at('2026-10-08T12:00:00+08:00'));
});

it('are the same in whatever order and however far they are asked for', () => {
  const whole = new FreeDays(calendarOf(week, dates('2026-02-10', 20)));
  const [from, to] = [at('2024-01-01T05:00:00Z'), at('2028-06-01T05:00:00Z')];
  const all = whole.within(from, to);
  const pieces = new FreeDays(calendarOf(week, dates('2026-02-10', 20)));
  let state = 7;
  const random = (below: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % below;
  for (let i = 0; i < 40; i++) {
    const start = from + random(1_500) * day;
    pieces.within(start, start + random(90) * day);
  }
  expect(pieces.within(from, to)).toEqual(all);
  expect(all).toEqual(merged(all));
});

describe('time that counts is looked for as far back as it takes', () => {
  const now = at('2026-11-20T04:00:00Z');
  const year = calendarOf(week);

  it('over an absence of 200 days', () => {
    const away = [{ from: now - 210 * day, to: now - 10 * day }];
    const still = besides(new FreeDays(year), away);
    expect(startOfClock(now, 30, still)).toBeLessThan(now - 230 * day);
    expect(endOfClock(startOfClock(now, 30, still) ?? 0, 30, still)).toBe(now);
  });

  it('where people work one day a week', () => {
    const start = startOfClock(now, 30, new FreeDays(calendarOf(['monday'])));
    expect(start).toBeLessThan(now - 200 * day);
    expect(start).toBeGreaterThan(now - 215 * day);
  });

  it('where nobody worked for 500 days', () => {
    const holidays = dates('2025-06-01', 500);
    const start = startOfClock(now, 40, new FreeDays(calendarOf(week, holidays)));
    expect(start).toBeLessThan(at('2025-06-01T00:00:00+08:00'));
  });

  it('and where nobody ever works, no clock runs out', () => {
    const idle = new FreeDays(calendarOf([]));
    expect(startOfClock(now, 1, idle)).toBeUndefined();
    expect(endOfClock(now, 1, idle)).toBeUndefined();
    expect(startOfClock(now, 3_650, never)).toBe(now - 3_650 * day);
  });
});

it('looks back as the whole past at once would', () => {
  const holidays = dates('2026-02-10', 20);
  const free = new FreeDays(calendarOf(['tuesday', 'thursday'], holidays));
  const now = at('2026-11-20T04:00:00Z');
  const past = new FreeDays(calendarOf(['tuesday', 'thursday'], holidays)).within(now - 8_000 * day, now);
  for (const days of [0, 1, 7, 30, 90, 365]) {
    expect(startOfClock(now, days, free)).toBe(latestStart(now, days, past));
  }
});
