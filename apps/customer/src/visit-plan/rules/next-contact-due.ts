import type { NextContactDue } from '@kontor/contracts/gen/kontor/customer/v1/visit_plan';
import { startOfDay } from './periods.js';

/** How many days ahead the list looks. */
const daysAhead = 7;

/** A span of time: from `after` (all before, where absent) until before `before`. RFC 3339 in UTC. */
export interface Span {
  after?: string | undefined;
  before: string;
}

/** The next contacts that belong to a part of the list; without one: all that are on it. By the reader's calendar. */
export function spanOf(due: NextContactDue | undefined, now: string, timeZone: string): Span {
  const tomorrow = startOfDay(now, timeZone, 1);
  const end = startOfDay(now, timeZone, daysAhead + 1);
  if (due === 'overdue') return { before: now };
  if (due === 'today') return { after: now, before: tomorrow };
  if (due === 'week') return { after: tomorrow, before: end };
  return { before: end };
}

/** The part of the list that a next contact belongs to. */
export function dueOf(nextContactTime: string, now: string, timeZone: string): NextContactDue {
  const time = Date.parse(nextContactTime);
  if (time < Date.parse(now)) return 'overdue';
  return time < Date.parse(startOfDay(now, timeZone, 1)) ? 'today' : 'week';
}
