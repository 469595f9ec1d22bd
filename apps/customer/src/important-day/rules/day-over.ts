import { Temporal } from 'temporal-polyfill';

/** The zone in which every day ends last: twelve hours west of Greenwich. */
const lastZone = 'Etc/GMT+12';

/** The day of an instant (RFC 3339) in a zone. */
export function dayIn(now: string, timeZone: string): string {
  return Temporal.Instant.from(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The day that it is somewhere still: what lies before it is over for everybody, wherever people work. */
export function earliestDay(now: string): string {
  return dayIn(now, lastZone);
}

/**
 * From which day on the next date of a yearly day is looked for: the earlier one of the company's day, on which greetings
 * leave, and the day of who is reminded, whose morning may be yet to come.
 */
export function plannedFrom(now: string, companyTimeZone: string, ownerTimeZone: string | undefined): string {
  const company = dayIn(now, companyTimeZone);
  const owner = ownerTimeZone ? dayIn(now, ownerTimeZone) : company;
  return owner < company ? owner : company;
}
