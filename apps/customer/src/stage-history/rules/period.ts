import { type AppError, refusedField } from '@kontor/errors/app-error';

const day = 24 * 60 * 60 * 1000;
/** Days of a period at most: it is read by the index of its times. */
export const mostDays = 366;

/**
 * A period as asked for, until now where no end is given. Throws `invalid` period-reversed where it does not end after
 * its start, period-too-long where it is longer than a year. Times are RFC 3339.
 */
export function periodOf(
  { startTime, endTime }: { startTime?: string | undefined; endTime?: string | undefined },
  now: string,
): { start: string; end: string } {
  const start = startTime ?? now;
  const end = endTime ?? now;
  const length = Date.parse(end) - Date.parse(start);
  if (length <= 0) throw refused('period-reversed');
  if (length > mostDays * day) throw refused('period-too-long', { max: mostDays });
  return { start, end };
}

function refused(reason: string, params: Record<string, number> = {}): AppError {
  return refusedField('endTime', reason, params);
}
