import { Temporal } from 'temporal-polyfill';
import { isWorkingDay, type WorkingCalendar } from '@kontor/calendar/working-day';
import { day, firstEndingAfter, merged, type Pause } from './clock.js';
import type { Standstill } from './standstill.js';

/** Days that are worked out at once. */
const block = 200;

/**
 * The days of a calendar on which nobody works, by its own midnights. What was once worked out is kept: as long as the
 * calendar is the same, so are its free days, for everybody.
 */
export class FreeDays implements Standstill {
  private pauses: Pause[] = [];
  /** Days since 1970 that are known: from the first to before the last. */
  private first = 0;
  private last = 0;

  constructor(private readonly calendar: WorkingCalendar) {}

  within(from: number, to: number): readonly Pause[] {
    this.know(Math.floor(from / day) - 2, Math.ceil(to / day) + 2);
    const start = firstEndingAfter(this.pauses, from);
    let end = firstEndingAfter(this.pauses, to);
    if (end < this.pauses.length && (this.pauses[end] as Pause).from < to) end += 1;
    return this.pauses.slice(start, end);
  }

  private know(first: number, last: number): void {
    if (this.first === this.last) [this.first, this.last] = [first, first];
    const added: Pause[] = [];
    if (first < this.first) {
      const from = Math.min(first, this.first - block);
      added.push(...this.between(from, this.first));
      this.first = from;
    }
    if (last > this.last) {
      const to = Math.max(last, this.last + block);
      added.push(...this.between(this.last, to));
      this.last = to;
    }
    if (added.length > 0) this.pauses = merged([...this.pauses, ...added]);
  }

  /** Free days as stretches, from a day to before another. */
  private between(from: number, to: number): Pause[] {
    const pauses: Pause[] = [];
    let begun: number | undefined;
    for (let at = from; at <= to; at++) {
      const free = at < to && !isWorkingDay(this.calendar, dateOf(at));
      if (free) begun ??= at;
      else if (begun !== undefined) {
        pauses.push({ from: this.midnight(begun), to: this.midnight(at) });
        begun = undefined;
      }
    }
    return pauses;
  }

  private midnight(at: number): number {
    return Temporal.PlainDate.from(dateOf(at)).toZonedDateTime({ timeZone: this.calendar.timeZone })
      .epochMilliseconds;
  }
}

/** Free days, and times when one person is away besides. Pauses of the person as `merged` gives them. */
export function besides(free: Standstill, away: readonly Pause[]): Standstill {
  if (away.length === 0) return free;
  return {
    within: (from, to) =>
      merged([...free.within(from, to), ...away.filter((one) => one.to > from && one.from < to)]),
  };
}

const dateOf = (days: number) => new Date(days * day).toISOString().slice(0, 10);
