import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { endOfClock, startOfClock, type Standstill } from './standstill.js';
import type { Strategy } from './strategy.js';

/** What clocks look at. Epoch milliseconds. */
export interface ProspectTimes {
  /** Since when the present owner has it. */
  assigned: number;
  /** The last talk; undefined where nobody has ever talked to it. */
  lastContact?: number | undefined;
  /** Since when it is lost; undefined for prospects. Of who is lost no other clock runs. */
  lost?: number | undefined;
  /** End of the last freeze, past or to come. */
  freezeUntil?: number | undefined;
  /** Whether an opportunity was won with it: then it is not without a deal. */
  bought?: boolean | undefined;
  /** When the owner was warned of this run of each clock; undefined where not yet. */
  warned?: Partial<Record<ReclaimCause, number | undefined>> | undefined;
}

/** When a prospect is taken from its owner, and why. */
export interface Due {
  time: number;
  cause: ReclaimCause;
}

/**
 * From when each clock counts: the idle one from the later of assignment and last talk, that of the deal from the
 * assignment, that of who is lost from the later of the assignment and the loss.
 */
export function startsOf({ assigned, lastContact, lost }: ProspectTimes): Record<ReclaimCause, number> {
  return {
    idle: Math.max(assigned, lastContact ?? assigned),
    no_deal: assigned,
    lost: Math.max(assigned, lost ?? assigned),
  };
}

/**
 * When a prospect is reclaimed unless something is done: when the idle clock or the no-deal clock runs out, whichever is
 * earlier, but not within a freeze and its grace, and not before the owner was warned as long before as the strategy
 * says; days of warnings stand still as all days do, so that nobody is warned and robbed while away. Who was not warned yet
 * is warned now (epoch milliseconds) at the earliest. Undefined where no strategy takes it. A talk that never was is no
 * talk long ago: it counts from assignment.
 */
export function dueOf(
  times: ProspectTimes,
  strategy: Strategy,
  standstill: Standstill,
  now: number,
): Due | undefined {
  const starts = startsOf(times);
  const thawed =
    times.freezeUntil === undefined
      ? -Infinity
      : endOfClock(times.freezeUntil, strategy.graceDays, standstill);
  if (thawed === undefined) return undefined;
  const isLost = times.lost !== undefined;
  const clocks = [
    !isLost && strategy.idleReclaim && ({ cause: 'idle', days: strategy.idleReclaimDays } as const),
    !isLost &&
      !times.bought &&
      strategy.noDealReclaim &&
      ({ cause: 'no_deal', days: strategy.noDealReclaimDays } as const),
    isLost && strategy.lostRelease && ({ cause: 'lost', days: strategy.lostReleaseDays } as const),
  ];
  let first: Due | undefined;
  for (const clock of clocks) {
    if (!clock) continue;
    const { cause, days } = clock;
    const end = endOfClock(starts[cause], days, standstill);
    const told = toldEnough(strategy, standstill, times.warned?.[cause] ?? now);
    if (end === undefined || told === undefined) continue;
    const time = Math.max(end, thawed, told);
    if (!first || time < first.time) first = { time, cause };
  }
  return first;
}

/** When a warning is as old as the strategy says; undefined where it never will be. */
function toldEnough(
  { warnDaysBefore }: Strategy,
  standstill: Standstill,
  warned: number,
): number | undefined {
  return warnDaysBefore === 0 ? -Infinity : endOfClock(warned, warnDaysBefore, standstill);
}

/**
 * The moments by which prospects of one owner are due at a moment: what the idle clock started from, what was assigned,
 * which freeze ended, and which warning was given, then or before. Undefined clocks take nothing: the strategy is off, or
 * nobody knows when people work.
 */
export interface Cutoffs {
  idle?: number | undefined;
  noDeal?: number | undefined;
  lost?: number | undefined;
  grace?: number | undefined;
  /** Undefined where no warning is needed. */
  warned?: number | undefined;
}

/** What `cutoffsAt` is asked for. Epoch milliseconds. */
export interface Moment {
  at: number;
  /** Now: who was not warned before is warned now. Before `at` for what is foreseen. */
  now: number;
}

/** The cut-offs at a moment: `dueOf` is at or before it exactly where `isDueBy` says so. */
export function cutoffsAt({ at, now }: Moment, strategy: Strategy, standstill: Standstill): Cutoffs {
  const { idleReclaim, noDealReclaim, lostRelease, graceDays, warnDaysBefore } = strategy;
  const needed = startOfClock(at, warnDaysBefore, standstill);
  if (needed === undefined) return {};
  // Foreseen further ahead than a warning takes: whoever is warned now is warned in time.
  const warned = warnDaysBefore === 0 || (now < at && now <= needed) ? undefined : needed;
  return {
    idle: idleReclaim ? startOfClock(at, strategy.idleReclaimDays, standstill) : undefined,
    noDeal: noDealReclaim ? startOfClock(at, strategy.noDealReclaimDays, standstill) : undefined,
    lost: lostRelease ? startOfClock(at, strategy.lostReleaseDays, standstill) : undefined,
    grace: startOfClock(at, graceDays, standstill),
    warned,
  };
}

/** The same without warnings: which clocks have run out at a moment, as who is about to be warned. */
function ranOutAt(at: number, strategy: Strategy, standstill: Standstill): Cutoffs {
  return cutoffsAt({ at, now: at }, { ...strategy, warnDaysBefore: 0 }, standstill);
}

/**
 * By which clocks the owner is warned at a moment, warned before or not: those that will have run out when a warning of
 * that moment ends. `warned` is by when the owner was warned where half of the time is gone; undefined where nobody warns.
 */
export function aheadAt(at: number, strategy: Strategy, standstill: Standstill): Cutoffs {
  const { warnDaysBefore } = strategy;
  const end = endOfClock(at, warnDaysBefore, standstill);
  if (end === undefined) return {};
  const half = warnDaysBefore === 0 ? undefined : startOfClock(at, warnDaysBefore / 2, standstill);
  return { ...ranOutAt(end, strategy, standstill), warned: half };
}

/** The rule that the database asks of its indexes, in the same words. */
export function isDueBy(times: ProspectTimes, { idle, noDeal, lost, grace, warned }: Cutoffs): boolean {
  const starts = startsOf(times);
  const told = (cause: ReclaimCause) => warned === undefined || (times.warned?.[cause] ?? Infinity) <= warned;
  const by = (cause: ReclaimCause, cutoff = -Infinity) => starts[cause] <= cutoff && told(cause);
  const { freezeUntil } = times;
  const out =
    times.lost === undefined
      ? by('idle', idle) || (!times.bought && by('no_deal', noDeal))
      : by('lost', lost);
  return out && (freezeUntil === undefined || freezeUntil <= (grace ?? -Infinity));
}
