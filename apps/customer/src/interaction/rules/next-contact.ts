import { Temporal } from 'temporal-polyfill';

/** A clock that runs ahead of ours by less than this may say when a talk took place, in milliseconds. */
const clockTolerance = 5 * 60 * 1000;

/**
 * The instant of a wall time in a zone, RFC 3339 in UTC. A time that daylight saving skips moves forward by the gap;
 * one that happens twice means the first (RFC 5545, 3.3.5).
 */
export function instantOf(wallTime: string, timeZone: string): string {
  const zoned = Temporal.PlainDateTime.from(wallTime).toZonedDateTime(timeZone, {
    disambiguation: 'compatible',
  });
  return new Date(zoned.epochMilliseconds).toISOString();
}

/** Whether a talk can have taken place at `talkTime`: not later than now. */
export function hasTakenPlace(talkTime: string, now: string): boolean {
  return Date.parse(talkTime) <= Date.parse(now) + clockTolerance;
}
