import type {
  Calendar,
  CalendarException,
  WeekdayHours,
} from '@kontor/contracts/gen/kontor/identity/v1/calendar';
import type { FieldViolation } from '@kontor/errors/app-error';
import { parseDay } from '@kontor/calendar/hours';

/** The fields of a calendar that callers may change. */
export type CalendarFields = Pick<Calendar, 'name' | 'timeZone' | 'weekdays' | 'exceptions'>;

type Given = Partial<CalendarFields>;

/** Each field: what is stored for what was given. Exceptions stand in the order of their dates. */
const stored: { [K in keyof CalendarFields]: (given: Given, timeZone: string) => CalendarFields[K] } = {
  name: ({ name }) => name?.trim() ?? '',
  timeZone: ({ timeZone }, company) => timeZone || company,
  weekdays: ({ weekdays }) => weekdays ?? [],
  exceptions: ({ exceptions = [] }) => exceptions.toSorted((a, b) => (a.date < b.date ? -1 : 1)),
};

/** Fields that only the service sets. */
const kept: ReadonlySet<string> = new Set(['id', 'companyDefault', 'etag', 'createTime', 'updateTime']);

/** The fields of a new calendar. `timeZone` is the company's. */
export function newCalendarFields(
  given: Given,
  timeZone: string,
): { changes: CalendarFields; faults: FieldViolation[] } {
  const { changes, faults } = calendarChanges(given, Object.keys(stored), timeZone);
  return { changes: changes as CalendarFields, faults };
}

/** The changes that a request makes, from the fields in its mask, and what is at fault in them. */
export function calendarChanges(
  given: Given,
  mask: readonly string[],
  timeZone: string,
): { changes: Partial<CalendarFields>; faults: FieldViolation[] } {
  const changes: Partial<Record<keyof CalendarFields, unknown>> = {};
  const faults: FieldViolation[] = [];
  for (const name of mask) {
    if (isChangeable(name)) changes[name] = stored[name](given, timeZone);
    else
      faults.push({
        field: `calendar.${name}`,
        reason: kept.has(name) ? 'read-only-field' : 'unknown-field',
      });
  }
  const { name, weekdays, exceptions } = changes as Partial<CalendarFields>;
  if (name === '') faults.push({ field: 'calendar.name', reason: 'required' });
  if (weekdays) faults.push(...weekFaults(weekdays));
  if (exceptions) faults.push(...exceptionFaults(given.exceptions ?? []));
  return { changes: changes as Partial<CalendarFields>, faults };
}

/** A week has a working day, each weekday once, and hours that follow each other. */
function weekFaults(weekdays: readonly WeekdayHours[]): FieldViolation[] {
  if (!weekdays.some(({ hours }) => hours.length > 0)) {
    return [{ field: 'calendar.weekdays', reason: 'no-working-day' }];
  }
  const seen = new Set<string>();
  return weekdays.flatMap(({ weekday, hours }, i): FieldViolation[] => {
    const field = `calendar.weekdays[${i}]`;
    if (seen.has(weekday)) return [{ field: `${field}.weekday`, reason: 'day-twice' }];
    seen.add(weekday);
    return parseDay(hours) ? [] : [{ field: `${field}.hours`, reason: 'wrong-hours' }];
  });
}

/** Each date once; hours only on make-up days. Positions are those of the request. */
function exceptionFaults(exceptions: readonly CalendarException[]): FieldViolation[] {
  const seen = new Set<string>();
  return exceptions.flatMap(({ date, working, hours }, i): FieldViolation[] => {
    const field = `calendar.exceptions[${i}]`;
    if (seen.has(date)) return [{ field: `${field}.date`, reason: 'day-twice' }];
    seen.add(date);
    if (!working && hours.length > 0) return [{ field: `${field}.hours`, reason: 'hours-on-free-day' }];
    return parseDay(hours) ? [] : [{ field: `${field}.hours`, reason: 'wrong-hours' }];
  });
}

function isChangeable(name: string): name is keyof CalendarFields {
  return Object.hasOwn(stored, name);
}
