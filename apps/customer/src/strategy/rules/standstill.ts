import { day, latestStart, runsOutAt, type Pause } from './clock.js';

/** When the clocks of somebody stand. Free days have no end in either direction: they are asked for as far as needed. */
export interface Standstill {
  /** The pauses, as `merged` gives them, whole at least between two moments in epoch milliseconds. */
  within(from: number, to: number): readonly Pause[];
}

/** Days after which the search for time that counts is given up: nobody works by such a calendar. */
const farthest = 40 * 366;

/** Nothing ever stands. */
export const never: Standstill = { within: () => [] };

/** When a clock that began at `start` has run so many days; undefined where it never will. */
export function endOfClock(start: number, days: number, standstill: Standstill): number | undefined {
  for (let reach = usualReach(days); ; reach *= 2) {
    const known = start + reach * day;
    const end = runsOutAt(start, days, standstill.within(start, known));
    if (end <= known) return end;
    if (reach > farthest) return undefined;
  }
}

/** The latest start from which a clock has run so many days at a moment; undefined where none has, however early. */
export function startOfClock(at: number, days: number, standstill: Standstill): number | undefined {
  for (let reach = usualReach(days); ; reach *= 2) {
    const known = at - reach * day;
    const start = latestStart(at, days, standstill.within(known, at));
    if (start >= known) return start;
    if (reach > farthest) return undefined;
  }
}

/** Enough where people work every other day and are away for a month. */
const usualReach = (days: number) => days * 2 + 60;
