import { Temporal } from 'temporal-polyfill';
import type { Calendar, Weekday } from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import { parseDay, type Stretch } from './hours.js';

/** What of a calendar the rules need. */
export type WorkingCalendar = Pick<Calendar, 'timeZone' | 'weekdays' | 'exceptions'>;

/** Words of the weekdays, Monday first, as ISO 8601 counts them. */
const weekdays: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/** A search for a working day gives up after so many free days: nobody works by such a calendar. */
const longestBreak = 3 * 366;

interface Compiled {
  /** By ISO weekday less one. */
  week: readonly (readonly Stretch[])[];
  exceptions: ReadonlyMap<string, readonly Stretch[]>;
}

const compiled = new WeakMap<WorkingCalendar, Compiled>();

/** The hours of a date: those of its exception, else of its weekday; none on a free day. */
export function hoursOn(calendar: WorkingCalendar, date: string): readonly Stretch[] {
  const { week, exceptions } = compile(calendar);
  const day = Temporal.PlainDate.from(date);
  return exceptions.get(day.toString()) ?? week[day.dayOfWeek - 1] ?? [];
}

/** Whether people work on a date. */
export function isWorkingDay(calendar: WorkingCalendar, date: string): boolean {
  return hoursOn(calendar, date).length > 0;
}

/** The last working day before a date. Throws RangeError where there is none for three years. */
export function previousWorkingDay(calendar: WorkingCalendar, date: string): string {
  return addWorkingDays(calendar, date, -1);
}

/** The first working day after a date. Throws RangeError where there is none for three years. */
export function nextWorkingDay(calendar: WorkingCalendar, date: string): string {
  return addWorkingDays(calendar, date, 1);
}

/**
 * The date so many working days later, or earlier for a negative count; the date itself does not count, and is the
 * answer for zero. Throws RangeError where no working day comes for three years.
 */
export function addWorkingDays(calendar: WorkingCalendar, date: string, days: number): string {
  const step = { days: Math.sign(days) };
  let day = Temporal.PlainDate.from(date);
  for (let left = Math.abs(days), free = 0; left > 0;) {
    day = day.add(step);
    if (isWorkingDay(calendar, day.toString())) {
      left--;
      free = 0;
    } else if (++free > longestBreak) throw new RangeError('nobody works by this calendar');
  }
  return day.toString();
}

function compile(calendar: WorkingCalendar): Compiled {
  let known = compiled.get(calendar);
  if (!known) compiled.set(calendar, (known = read(calendar)));
  return known;
}

function read({ weekdays: given, exceptions }: WorkingCalendar): Compiled {
  const week = weekdays.map((word) => stretches(given.find(({ weekday }) => weekday === word)?.hours ?? []));
  const usual = week.find((day) => day.length > 0) ?? [];
  const days = exceptions.map(({ date, working, hours }): [string, Stretch[]] => {
    if (!working) return [date, []];
    return [date, hours.length > 0 ? stretches(hours) : usual];
  });
  return { week, exceptions: new Map(days) };
}

function stretches(hours: readonly string[]): Stretch[] {
  const day = parseDay(hours);
  if (!day) throw new RangeError(`${hours.join(', ')} are no hours of a day`);
  return day;
}
