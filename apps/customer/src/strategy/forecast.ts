import type { Transaction } from '@kontor/database/transaction';
import { ClockBook, type OwnerClock } from './clock-book.js';
import { scopeKey, type ScopedValues } from './rules/strategy.js';
import type { StrategyBook } from './strategy-book.js';

/** A clock by which something may be taken between two moments, in epoch milliseconds. */
export interface ForecastClock extends OwnerClock {
  /** From when it holds: warnings by it are given from then on. */
  now: number;
  /** Until when. */
  at: number;
}

/** What is to be foreseen. */
export interface Forecast {
  /** Epoch milliseconds. */
  now: number;
  until: number;
  /** Settings as if they were stored now. */
  tried: readonly ScopedValues[];
}

/**
 * The clocks of people between two moments, also of settings that are stored and begin in between: for each person and
 * product line one for each time in which the same values hold, in the order in which they hold.
 */
export async function forecastClocks(
  tx: Transaction,
  book: StrategyBook,
  personIds: readonly string[],
  { now, until, tried }: Forecast,
): Promise<{ clocks: ForecastClock[]; lines: string[] }> {
  const periods = [now, ...book.startsWithin(now, until)].map((begin) => ({
    begin,
    settings: inForce(book, new Date(begin).toISOString(), now, tried),
  }));
  const lines = [...new Set(periods.flatMap(({ settings }) => book.lookup(settings).productLines))];
  const found: ForecastClock[] = [];
  let open = new Map<string, ForecastClock>();
  for (const [i, { begin, settings }] of periods.entries()) {
    const at = periods[i + 1]?.begin ?? until;
    const { clocks } = await ClockBook.read(tx, book, personIds, { settings, lines });
    const next = new Map<string, ForecastClock>();
    for (const clock of clocks) {
      const key = `${clock.ownerId} ${clock.productLine ?? ''}`;
      const before = open.get(key);
      if (before && JSON.stringify(before.strategy) === JSON.stringify(clock.strategy)) {
        before.at = at;
        next.set(key, before);
      } else {
        const begun = { ...clock, now: begin, at };
        found.push(begun);
        next.set(key, begun);
      }
    }
    open = next;
  }
  return { clocks: found, lines };
}

/** What is tried takes the place of what is stored for its scope, until something else begins that is stored for later. */
function inForce(
  book: StrategyBook,
  moment: string,
  now: number,
  tried: readonly ScopedValues[],
): readonly ScopedValues[] {
  const stored = book.at(moment);
  if (tried.length === 0) return stored;
  const later = new Set(stored.filter(({ startTime }) => Date.parse(startTime) > now).map(scopeKey));
  const taken = new Set(tried.map(scopeKey).filter((key) => !later.has(key)));
  return [
    ...stored.filter((one) => !taken.has(scopeKey(one))),
    ...tried.filter((one) => taken.has(scopeKey(one))),
  ];
}
