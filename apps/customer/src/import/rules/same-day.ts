/** Whether two moments, RFC 3339, lie on one day of the calendar of a time zone (IANA name). */
export function isSameDay(one: string, other: string, timeZone: string): boolean {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return day.format(new Date(one)) === day.format(new Date(other));
}
