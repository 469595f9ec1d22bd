import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { hoursOn, type WorkingCalendar } from './working-day.js';
import { addWorkingMinutes, workingMinutesBetween } from './working-time.js';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const every = (timeZone: string, ...hours: string[]): WorkingCalendar => ({
  timeZone,
  weekdays: days.map((weekday) => ({ weekday, hours })),
  exceptions: [],
});
const office: WorkingCalendar = {
  ...every('Asia/Shanghai', '09:00-12:00', '13:00-18:00'),
  weekdays: days.slice(0, 5).map((weekday) => ({ weekday, hours: ['09:00-12:00', '13:00-18:00'] })),
  exceptions: [{ date: '2026-11-21', name: 'Make-up day', working: true, hours: ['10:00-11:00'] }],
};

describe('minutes of work', () => {
  it.each([
    ['within a stretch', '2026-11-19T10:00:00+08:00', '2026-11-19T10:45:00+08:00', 45],
    ['over noon', '2026-11-19T11:30:00+08:00', '2026-11-19T13:30:00+08:00', 60],
    ['over night', '2026-11-19T17:00:00+08:00', '2026-11-20T10:00:00+08:00', 120],
    ['over a make-up Saturday and a Sunday', '2026-11-20T17:00:00+08:00', '2026-11-23T09:01:00+08:00', 121],
    ['outside of work', '2026-11-22T08:00:00+08:00', '2026-11-23T08:59:00+08:00', 0],
    ['backwards', '2026-11-19T10:45:00+08:00', '2026-11-19T10:00:00+08:00', -45],
  ])('%s', (_, from, to, minutes) => {
    expect(workingMinutesBetween(office, from, to)).toBe(minutes);
  });

  it('pass until a moment within work', () => {
    expect(addWorkingMinutes(office, '2026-11-20T17:30:00+08:00', 30)).toBe('2026-11-20T10:00:00.000Z');
    expect(addWorkingMinutes(office, '2026-11-20T17:30:00+08:00', 31)).toBe('2026-11-21T02:01:00.000Z');
    expect(addWorkingMinutes(office, '2026-11-22T03:00:00Z', 0)).toBe('2026-11-22T03:00:00.000Z');
    expect(() => addWorkingMinutes(office, '2026-11-22T03:00:00Z', -1)).toThrow(RangeError);
  });

  it.each([
    ['fewer when clocks are put forward', 'Europe/Berlin', '2026-03-29', 7],
    ['more when clocks are put back', 'Europe/Berlin', '2026-10-25', 9],
    ['none on a day that a zone leaves out', 'Pacific/Apia', '2011-12-30', 0],
  ])('of a night shift are %s', (_, zone, date, hours) => {
    const night = every(zone, '00:00-08:00');
    const day = Temporal.PlainDate.from(date);
    const noonBefore = day.subtract({ days: 1 }).toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
    const noon =
      hours === 0
        ? noonBefore.add({ hours: 12 })
        : day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' });
    expect(workingMinutesBetween(night, noonBefore.toInstant().toString(), noon.toInstant().toString())).toBe(
      hours * 60,
    );
  });
});

/** Zones with summer time at night, at midnight and by half an hour, with leaps over a day, and without any. */
const zones = [
  'Asia/Shanghai',
  'Europe/Moscow',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Africa/Casablanca',
];
const hoursOfDay = fc.constantFrom<string[]>(
  ['00:00-24:00'],
  ['09:00-12:00', '13:00-18:00'],
  ['00:00-02:30', '02:45-04:00', '22:00-24:00'],
  ['01:30-02:15'],
  [],
);
const anyCalendar = fc
  .tuple(fc.constantFrom(...zones), fc.array(hoursOfDay, { minLength: 7, maxLength: 7 }))
  .map(([timeZone = 'UTC', week]): WorkingCalendar => ({
    timeZone,
    weekdays: [
      ...days.map((weekday, i) => ({ weekday, hours: week[i] ?? [] })).slice(1),
      { weekday: 'monday', hours: ['08:00-16:00'] },
    ],
    exceptions: [],
  }));

/** A minute near a change of the clocks of a zone. */
function nearChange(zone: string, year: number, offset: number): number {
  const start = Temporal.ZonedDateTime.from(`${year}-01-01T00:00[${zone}]`);
  const change = start.getTimeZoneTransition('next') ?? start;
  return Math.floor(change.epochMilliseconds / 60_000) + offset;
}
const scene = anyCalendar.chain((calendar) =>
  fc.record({
    calendar: fc.constant(calendar),
    moments: fc
      .tuple(
        fc.integer({ min: 1990, max: 2030 }),
        fc.array(fc.integer({ min: -4000, max: 4000 }), { minLength: 3, maxLength: 3 }),
      )
      .map(([year, offsets]) =>
        offsets.map((offset) => nearChange(calendar.timeZone, year, offset)).sort((a, b) => a - b),
      ),
  }),
);
const text = (minute: number) => Temporal.Instant.fromEpochMilliseconds(minute * 60_000).toString();

/**
 * Looks at every single minute: it is one of work from when the clocks of its day first show the start of a stretch
 * or more, until they first show its end or more.
 */
function minuteByMinute(calendar: WorkingCalendar, from: number, to: number): number {
  const latest = new Map<string, number>();
  let total = 0;
  for (let at = from - 2 * 1440; at < to; at++) {
    const wall = Temporal.Instant.fromEpochMilliseconds(at * 60_000).toZonedDateTimeISO(calendar.timeZone);
    const date = wall.toPlainDate().toString();
    const shown = Math.max(latest.get(date) ?? 0, wall.hour * 60 + wall.minute);
    latest.set(date, shown);
    if (at >= from && hoursOn(calendar, date).some((work) => work.from <= shown && shown < work.to)) total++;
  }
  return total;
}

describe('minutes of work around a change of the clocks', () => {
  it('are those that a look at every minute finds', () => {
    fc.assert(
      fc.property(scene, ({ calendar, moments: [from = 0, , to = 0] }) => {
        expect(workingMinutesBetween(calendar, text(from), text(to))).toBe(
          minuteByMinute(calendar, from, to),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('add up, and lead back', () => {
    fc.assert(
      fc.property(scene, ({ calendar, moments: [a = 0, b = 0, c = 0] }) => {
        const between = (from: number, to: number) => workingMinutesBetween(calendar, text(from), text(to));
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(c, a)).toBe(0 - between(a, c));
        const minutes = between(a, c);
        const then = addWorkingMinutes(calendar, text(a), minutes);
        expect(workingMinutesBetween(calendar, text(a), then)).toBe(minutes);
        expect(Temporal.Instant.compare(then, text(c))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
