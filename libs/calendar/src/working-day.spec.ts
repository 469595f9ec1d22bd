import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  previousWorkingDay,
  type WorkingCalendar,
} from './working-day.js';

const week = (['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const).map((weekday) => ({
  weekday,
  hours: ['09:00-18:00'],
}));

/** China around National Day 2026: a week off, made up for on a Sunday and a Saturday. */
const shanghai: WorkingCalendar = {
  timeZone: 'Asia/Shanghai',
  weekdays: week,
  exceptions: [
    ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({
      date: `2026-10-0${day}`,
      name: 'National Day',
      working: false,
      hours: [],
    })),
    { date: '2026-09-20', name: 'Make-up day', working: true, hours: [] },
    { date: '2026-10-10', name: 'Make-up day', working: true, hours: ['10:00-15:00'] },
  ],
};

describe('a working day', () => {
  it.each([
    ['2026-09-30', 'a Wednesday', true],
    ['2026-10-01', 'a holiday on a Thursday', false],
    ['2026-10-03', 'a holiday on a Saturday', false],
    ['2026-10-10', 'a Saturday that makes up for a holiday', true],
    ['2026-10-11', 'a Sunday', false],
    ['2026-09-20', 'a Sunday that makes up for a holiday', true],
  ])('%s, %s: %s', (date, _, working) => {
    expect(isWorkingDay(shanghai, date)).toBe(working);
  });

  it('before, after, and some days away, leaves holidays out and make-up days in', () => {
    expect(previousWorkingDay(shanghai, '2026-10-08')).toBe('2026-09-30');
    expect(nextWorkingDay(shanghai, '2026-09-30')).toBe('2026-10-08');
    expect(nextWorkingDay(shanghai, '2026-10-09')).toBe('2026-10-10');
    expect(addWorkingDays(shanghai, '2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays(shanghai, '2026-10-12', -4)).toBe('2026-09-30');
    expect(addWorkingDays(shanghai, '2026-10-04', 0)).toBe('2026-10-04');
  });

  it('is looked for in vain in a calendar without work', () => {
    const idle = { timeZone: 'UTC', weekdays: [], exceptions: [] };
    expect(() => nextWorkingDay(idle, '2026-01-01')).toThrow(RangeError);
    expect(() =>
      isWorkingDay({ ...idle, weekdays: [{ weekday: 'monday', hours: ['9-5'] }] }, '2026-01-01'),
    ).toThrow(RangeError);
  });

  it('is reached by counting days one by one, there and back, in any calendar', () => {
    const date = fc.integer({ min: 0, max: 700 }).map((days) => day0.add({ days }).toString());
    const day0 = Temporal.PlainDate.from('2025-06-01');
    const calendar = fc.record({
      timeZone: fc.constant('UTC'),
      weekdays: fc.subarray(week, { minLength: 1 }),
      exceptions: fc.uniqueArray(
        fc.record({
          date,
          name: fc.constant('x'),
          working: fc.boolean(),
          hours: fc.constantFrom<string[]>([], ['10:00-11:00']),
        }),
        { selector: (exception) => exception.date, maxLength: 40 },
      ),
    });
    fc.assert(
      fc.property(calendar, date, fc.integer({ min: -30, max: 30 }), (any, from, count) => {
        const to = addWorkingDays(any, from, count);
        const [low, high] = count < 0 ? [to, previous(from)] : [following(from), to];
        let working = 0;
        for (let day = low; day <= high; day = following(day)) if (isWorkingDay(any, day)) working++;
        expect(working).toBe(Math.abs(count));
        if (count !== 0) expect(isWorkingDay(any, to)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

const following = (date: string) => Temporal.PlainDate.from(date).add({ days: 1 }).toString();
const previous = (date: string) => Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
