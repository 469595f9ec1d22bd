import { Temporal } from 'temporal-polyfill';

/** A wall time without a zone: 2026-12-01T09:00, with seconds if one likes. */
const wallTimeShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/**
 * The moment at which clocks in a zone show a wall time. Where the clocks jump over it, the moment as long after
 * the jump as the wall time lies in the gap; where they show it twice, the first. Throws RangeError for what is
 * no wall time or no IANA zone.
 */
export function momentOf(wallTime: string, timeZone: string): Temporal.Instant {
  if (!wallTimeShape.test(wallTime)) throw new RangeError('not a wall time');
  // "compatible" is RFC 5545's reading of both cases.
  return Temporal.PlainDateTime.from(wallTime, { overflow: 'reject' })
    .toZonedDateTime(timeZone, { disambiguation: 'compatible' })
    .toInstant();
}

/** A moment as messages and columns have it: RFC 3339 in UTC with milliseconds. */
export function timestamp(moment: Temporal.Instant): string {
  return moment.toString({ smallestUnit: 'millisecond' });
}
