import type { ReclaimCause } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { latestStart, runsOutAt, type Pause } from './clock.js';
import type { Strategy } from './strategy.js';

/** What clocks look at. Epoch milliseconds. */
export interface ProspectTimes {
  /** Since when the present owner has it. */
  assigned: number;
  /** The last talk; undefined where nobody has ever talked to it. */
  lastContact?: number | undefined;
  /** End of the last freeze, past or to come. */
  freezeUntil?: number | undefined;
}

/** When a prospect is taken from its owner, and why. */
export interface Due {
  time: number;
  cause: ReclaimCause;
}

/**
 * When a prospect is reclaimed unless something is done: when the idle clock (from the later of assignment and last
 * talk) or the no-deal clock (from the assignment) runs out, whichever is earlier, but not within a freeze and its
 * grace. Undefined where no strategy takes it. A talk that never was is no talk long ago: it counts from assignment.
 */
export function dueOf(times: ProspectTimes, strategy: Strategy, pauses: readonly Pause[]): Due | undefined {
  const { assigned, lastContact, freezeUntil } = times;
  const idleStart = Math.max(assigned, lastContact ?? assigned);
  const dues: Due[] = [];
  if (strategy.idleReclaim) {
    dues.push({ time: runsOutAt(idleStart, strategy.idleReclaimDays, pauses), cause: 'idle' });
  }
  if (strategy.noDealReclaim) {
    dues.push({ time: runsOutAt(assigned, strategy.noDealReclaimDays, pauses), cause: 'no_deal' });
  }
  const first = dues.reduce<Due | undefined>((a, b) => (a && a.time <= b.time ? a : b), undefined);
  if (!first || freezeUntil === undefined) return first;
  return { ...first, time: Math.max(first.time, runsOutAt(freezeUntil, strategy.graceDays, pauses)) };
}

/**
 * The moments by which prospects of one owner are due at a moment: what the idle clock started from, what was assigned,
 * and which freeze ended, then or before. Undefined where the strategy is off.
 */
export interface Cutoffs {
  idle?: number | undefined;
  noDeal?: number | undefined;
  grace: number;
}

/** The cut-offs at a moment: `dueOf` is at or before it exactly where `isDueBy` says so. */
export function cutoffsAt(at: number, strategy: Strategy, pauses: readonly Pause[]): Cutoffs {
  return {
    idle: strategy.idleReclaim ? latestStart(at, strategy.idleReclaimDays, pauses) : undefined,
    noDeal: strategy.noDealReclaim ? latestStart(at, strategy.noDealReclaimDays, pauses) : undefined,
    grace: latestStart(at, strategy.graceDays, pauses),
  };
}

/** The rule that the database asks of its index, in the same words. */
export function isDueBy({ assigned, lastContact, freezeUntil }: ProspectTimes, cutoffs: Cutoffs): boolean {
  const { idle = -Infinity, noDeal = -Infinity, grace } = cutoffs;
  const out = Math.max(assigned, lastContact ?? assigned) <= idle || assigned <= noDeal;
  return out && (freezeUntil === undefined || freezeUntil <= grace);
}
