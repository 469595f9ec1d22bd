import { Temporal } from 'temporal-polyfill';
import { hoursOn, nextWorkingDay, type WorkingCalendar } from './working-day.js';

const minute = 60_000;

/**
 * Minutes of work between two moments, with fractions; negative where the second comes first. Each stretch of a day
 * counts from the first moment at which clocks show its start, or have jumped past it, to the first at which they
 * show its end: on the night when clocks are put back, a night shift is an hour longer.
 */
export function workingMinutesBetween(calendar: WorkingCalendar, from: string, to: string): number {
  const start = Temporal.Instant.from(from);
  const end = Temporal.Instant.from(to);
  if (Temporal.Instant.compare(start, end) > 0) return 0 - workingMinutesBetween(calendar, to, from);
  const lastDay = dayOf(end, calendar);
  let total = 0;
  for (let day = dayOf(start, calendar); isUntil(day, lastDay); day = day.add({ days: 1 })) {
    for (const work of workOn(calendar, day)) {
      const begun = Math.max(work.from, start.epochMilliseconds);
      total += Math.max(0, Math.min(work.to, end.epochMilliseconds) - begun);
    }
  }
  return total / minute;
}

/**
 * The moment at which so many minutes of work have passed since another one, RFC 3339 in UTC; for zero minutes that
 * moment itself. Throws RangeError for negative minutes, and where nobody works for three years.
 */
export function addWorkingMinutes(calendar: WorkingCalendar, from: string, minutes: number): string {
  if (!(minutes >= 0)) throw new RangeError('minutes of work are not negative');
  const start = Temporal.Instant.from(from);
  if (minutes === 0) return timestamp(start.epochMilliseconds);
  let left = Math.round(minutes * minute);
  for (
    let day = dayOf(start, calendar);
    ;
    day = Temporal.PlainDate.from(nextWorkingDay(calendar, day.toString()))
  ) {
    for (const work of workOn(calendar, day)) {
      const begun = Math.max(work.from, start.epochMilliseconds);
      const available = Math.max(0, work.to - begun);
      if (left <= available) return timestamp(begun + left);
      left -= available;
    }
  }
}

/** Stretches of work on a day, in milliseconds of the epoch. */
function workOn(calendar: WorkingCalendar, day: Temporal.PlainDate): { from: number; to: number }[] {
  return hoursOn(calendar, day.toString()).map(({ from, to }) => ({
    from: momentOf(day, from, calendar.timeZone),
    to: momentOf(day, to, calendar.timeZone),
  }));
}

/** The first moment at which clocks show a minute of a day, or have jumped past it; milliseconds of the epoch. */
function momentOf(day: Temporal.PlainDate, minuteOfDay: number, timeZone: string): number {
  const wall = day.toPlainDateTime().add({ minutes: minuteOfDay });
  const shown = wall.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (shown.toPlainDateTime().equals(wall)) return shown.epochMilliseconds;
  // Clocks never show it: what "earlier" gives lies before the jump.
  return (shown.getTimeZoneTransition('next') ?? shown).epochMilliseconds;
}

function dayOf(moment: Temporal.Instant, { timeZone }: WorkingCalendar): Temporal.PlainDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate();
}

function isUntil(day: Temporal.PlainDate, last: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(day, last) <= 0;
}

function timestamp(milliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).toString({ smallestUnit: 'millisecond' });
}
