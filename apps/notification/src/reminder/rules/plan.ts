import { AppError, type FieldViolation } from '@kontor/errors/app-error';
import { momentOf, timestamp } from './wall-time.js';

/** What a reminder's date says. */
export interface ReminderDate {
  /** Wall time of the thing to remember. */
  dueTime: string;
  /** IANA zone of `dueTime`. */
  timeZone: string;
  /** When to remind, in minutes before it; none means: at it. */
  minutesBefore: readonly number[];
}

/** A reminder has at most this many occurrences. */
export const mostOccurrences = 20;

/** Earliest reminder: a year before. */
export const mostMinutesBefore = 366 * 24 * 60;

/**
 * The moments at which a reminder comes due, each once, earliest first; RFC 3339 in UTC. Minutes are counted on
 * the clock that never jumps: 60 minutes before is an hour earlier, also across a change to summer time. Moments
 * that have passed are in the list too; what becomes of them is decided when they fire.
 * Throws `invalid` naming the fields that make no sense.
 */
export function occurrencesOf({ dueTime, timeZone, minutesBefore }: ReminderDate): string[] {
  const due = dueMoment(dueTime, timeZone);
  if (!allowed(minutesBefore)) throw wrong('minutesBefore');
  const minutes = new Set(minutesBefore.length > 0 ? minutesBefore : [0]);
  return [...minutes].sort((a, b) => b - a).map((before) => timestamp(due.subtract({ minutes: before })));
}

function dueMoment(dueTime: string, timeZone: string) {
  try {
    return momentOf(dueTime, timeZone);
  } catch (error) {
    throw wrong('dueTime', error);
  }
}

function allowed(minutesBefore: readonly number[]): boolean {
  return (
    minutesBefore.length <= mostOccurrences &&
    minutesBefore.every((before) => Number.isInteger(before) && before >= 0 && before <= mostMinutesBefore)
  );
}

function wrong(field: keyof ReminderDate, cause?: unknown): AppError {
  const fields: FieldViolation[] = [{ field, reason: 'reminder-date-invalid' }];
  return new AppError('invalid', 'invalid-request', { fields, cause });
}
