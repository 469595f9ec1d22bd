import { Temporal } from 'temporal-polyfill';

/**
 * When a repeating rotation runs next: the wall time of its first round in the company, so many months on or a multiple of
 * them, and after `now`. The 31st becomes the last day of a shorter month, and is the 31st again after it: for that it is
 * the first start that is asked for, never that of a round between. Times are RFC 3339.
 */
export function nextRound(firstStart: string, months: number, timeZone: string, now: string): string {
  const start = Temporal.Instant.from(firstStart).toZonedDateTimeISO(timeZone);
  const present = Temporal.Instant.from(now);
  for (let round = 1; ; round++) {
    const next = start.add({ months: months * round }).toInstant();
    if (Temporal.Instant.compare(next, present) > 0) return next.toString({ smallestUnit: 'millisecond' });
  }
}
