import { Temporal } from 'temporal-polyfill';
import type { QueryFields } from '@kontor/query/fields';

/** `today`, `today-30d`, `today+7d`. */
const relativeDay = /^today(?:([+-])(\d{1,4})d)?$/;

/** The day that the words of a rule are counted from, and the zone in which it begins. */
export interface Today {
  /** Such as 2026-11-21. */
  day: string;
  /** IANA zone. */
  timeZone: string;
}

/**
 * A rule with its relative days made absolute: of a time the moment at which the day begins in the zone, of a date the
 * date. What is no relative day is left as it is, also where it makes no sense: reading the filter finds that out.
 */
export function withDays(rule: unknown, fields: QueryFields, today: Today): unknown {
  if (Array.isArray(rule)) return rule.map((part) => withDays(part, fields, today));
  if (!isObject(rule)) return rule;
  if (typeof rule.field !== 'string') {
    return Object.fromEntries(
      Object.entries(rule).map(([key, part]) => [key, withDays(part, fields, today)]),
    );
  }
  const type = fields.get(rule.field)?.type;
  if (type !== 'time' && type !== 'date') return rule;
  const { value } = rule;
  const absolute = Array.isArray(value)
    ? value.map((one: unknown) => dayValue(one, type, today))
    : dayValue(value, type, today);
  return { ...rule, value: absolute };
}

/** Whether what a rule says depends on the day on which it is asked. */
export function asksByDay(rule: unknown, fields: QueryFields): boolean {
  const asked = (day: string) => JSON.stringify(withDays(rule, fields, { day, timeZone: 'UTC' }));
  return asked('2000-01-01') !== asked('2000-01-02');
}

function dayValue(value: unknown, type: 'time' | 'date', { day, timeZone }: Today): unknown {
  const match = typeof value === 'string' ? relativeDay.exec(value) : null;
  if (!match) return value;
  const days = Number(match[2] ?? 0) * (match[1] === '-' ? -1 : 1);
  const date = Temporal.PlainDate.from(day).add({ days });
  if (type === 'date') return date.toString();
  return new Date(date.toZonedDateTime(timeZone).epochMilliseconds).toISOString();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
