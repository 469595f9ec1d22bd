import { Temporal } from 'temporal-polyfill';

/** One period of a plan, by the company's clock. */
export interface Period {
  /** First day. */
  start: string;
  /** First instant, RFC 3339 in UTC. */
  startTime: string;
  /** First instant after it. */
  endTime: string;
  /** Last day in time for each of its visits, in order. */
  dueDates: string[];
}

/**
 * The period that a day lies in. Periods of `months` calendar months begin with January, so that quarters are quarters;
 * what does not divide twelve begins anew each year. The visits are spread evenly, the last one due on the last day.
 */
export function periodOf(day: string, months: number, visits: number, timeZone: string): Period {
  const date = Temporal.PlainDate.from(day);
  const start = date.with({ month: Math.floor((date.month - 1) / months) * months + 1, day: 1 });
  const nextYear = start.with({ month: 1 }).add({ years: 1 });
  const regular = start.add({ months });
  const end = Temporal.PlainDate.compare(regular, nextYear) > 0 ? nextYear : regular;
  const days = start.until(end, { largestUnit: 'days' }).days;
  return {
    start: start.toString(),
    startTime: instantOf(start, timeZone),
    endTime: instantOf(end, timeZone),
    dueDates: Array.from({ length: visits }, (_, slot) =>
      start.add({ days: Math.ceil((days * (slot + 1)) / visits) - 1 }).toString(),
    ),
  };
}

/** The first and the last day of the month of a day. */
export function monthOf(day: string): { first: string; last: string } {
  const date = Temporal.PlainDate.from(day);
  return {
    first: date.with({ day: 1 }).toString(),
    last: date.with({ day: date.daysInMonth }).toString(),
  };
}

/** The day of an instant in a zone. */
export function dayOf(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** First instant of the day that is `days` after that of an instant, RFC 3339 in UTC. */
export function startOfDay(instant: string, timeZone: string, days: number): string {
  const day = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().add({ days });
  return instantOf(day, timeZone);
}

/** First instant of the day that is `days` after a day such as 2026-11-21, RFC 3339 in UTC. */
export function dayStart(day: string, timeZone: string, days = 0): string {
  return instantOf(Temporal.PlainDate.from(day).add({ days }), timeZone);
}

function instantOf(day: Temporal.PlainDate, timeZone: string): string {
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}
