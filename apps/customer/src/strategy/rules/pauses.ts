import { Temporal } from 'temporal-polyfill';
import { isWorkingDay, type WorkingCalendar } from '@kontor/calendar/working-day';
import type { Pause } from './clock.js';

/** The days between two moments (epoch milliseconds) on which nobody works, by the calendar's zone. */
export function freeDays(calendar: WorkingCalendar, from: number, to: number): Pause[] {
  const { timeZone } = calendar;
  const dateOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime({ timeZone }).epochMilliseconds;
  const pauses: Pause[] = [];
  const last = dateOf(to);
  for (let date = dateOf(from); Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    if (!isWorkingDay(calendar, date.toString())) {
      pauses.push({ from: start(date), to: start(date.add({ days: 1 })) });
    }
  }
  return pauses;
}
