import type { Transaction } from '@kontor/database/transaction';
import { merged, day, type Pause } from './rules/clock.js';
import { cutoffsAt, type Cutoffs } from './rules/due.js';
import { freeDays } from './rules/pauses.js';
import type { ScopedValues, Strategy } from './rules/strategy.js';
import type { StrategyBook } from './strategy-book.js';

/** The longest period that a strategy may have, in days; clocks look no further back than twice that. */
const longest = 3_650;

/** What holds for the prospects of one owner, all of them or those of one product line. */
export interface OwnerClock {
  ownerId: string;
  /** Undefined: those of product lines that nothing is set for. */
  productLine: string | undefined;
  strategy: Strategy;
  pauses: readonly Pause[];
  /** By which prospects are due now. */
  now: Cutoffs;
  /** By which they will be due when the warning ends. */
  warned: Cutoffs;
}

export interface ClockOptions {
  /** The moment, epoch milliseconds. */
  at: number;
  settings: readonly ScopedValues[];
}

/** The clocks of people: their strategies, the days on which nobody works, the times when somebody stands in for them. */
export async function clocksOf(
  tx: Transaction,
  book: StrategyBook,
  personIds: readonly string[],
  { at, settings }: ClockOptions,
): Promise<OwnerClock[]> {
  if (settings.length === 0) return [];
  const lines = [undefined, ...productLinesOf(settings)];
  const absences = await absencesOf(tx, personIds);
  const pausesOf = pauseFinder(book, at);
  return personIds.flatMap((ownerId) =>
    lines.map((productLine): OwnerClock => {
      const strategy = book.strategyOf(tx, ownerId, productLine, settings);
      const away = strategy.pauseOnAbsence ? (absences.get(ownerId) ?? []) : [];
      const pauses = pausesOf(strategy, away);
      return {
        ownerId,
        productLine,
        strategy,
        pauses,
        now: cutoffsAt(at, strategy, pauses),
        warned: cutoffsAt(at + strategy.warnDaysBefore * day, strategy, pauses),
      };
    }),
  );
}

/** Product lines that something is set for; all others share one clock. */
export function productLinesOf(settings: readonly ScopedValues[]): string[] {
  return settings.filter(({ scope }) => scope === 'product_line').map(({ scopeId }) => scopeId);
}

/** When somebody stands in for each person: absence that was agreed on. */
async function absencesOf(tx: Transaction, personIds: readonly string[]): Promise<Map<string, Pause[]>> {
  const rows = await tx.query<{ id: string; from: string; to: string }>(
    `SELECT person_id AS id, start_time AS "from", end_time AS "to" FROM substitution_copy
     WHERE person_id = ANY ($1::uuid[]) AND NOT cancelled
       AND (cardinality(objects) = 0 OR 'customer' = ANY (objects))`,
    [personIds],
  );
  const absences = new Map<string, Pause[]>();
  for (const { id, from, to } of rows) {
    absences.set(id, [...(absences.get(id) ?? []), { from: Date.parse(from), to: Date.parse(to) }]);
  }
  return absences;
}

/** Free days are the same for everybody: worked out once, and only as far back as a strategy looks. */
function pauseFinder(
  book: StrategyBook,
  at: number,
): (strategy: Strategy, away: readonly Pause[]) => Pause[] {
  const byDays = new Map<number, Pause[]>();
  const free = (days: number) => {
    let pauses = byDays.get(days);
    if (!pauses && book.calendar) {
      const reach = (days * 2 + 60) * day;
      byDays.set(days, (pauses = merged(freeDays(book.calendar, at - reach, at + reach))));
    }
    return pauses ?? [];
  };
  return (strategy, away) => {
    const { idleReclaimDays, noDealReclaimDays, graceDays, warnDaysBefore } = strategy;
    const days = Math.min(longest, Math.max(idleReclaimDays, noDealReclaimDays, graceDays + warnDaysBefore));
    if (!strategy.workingDays) return merged(away);
    return away.length > 0 ? merged([...away, ...free(days)]) : free(days);
  };
}
