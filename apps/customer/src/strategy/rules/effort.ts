import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Strategy } from './strategy.js';

/** The stages that a day is split between, with the value of strategies that says how much each is to get. */
const stages = [
  ['prospect', 'effortProspectPercent'],
  ['interested', 'effortInterestedPercent'],
  ['negotiating', 'effortNegotiatingPercent'],
] as const satisfies readonly (readonly [CustomerStatus, keyof Strategy])[];

/** How much of a day is for customers in one stage. */
export interface EffortShare {
  status: CustomerStatus;
  /** Whole per cent of the working day; all together 100. */
  percent: number;
}

/**
 * How a day is to be split between stages, so that new prospects are not forgotten over deals, nor deals over them. The
 * values need not add up to 100: they are weights. What rounding leaves goes to the greatest remainders. All zero: alike.
 */
export function effortSplit(strategy: Pick<Strategy, (typeof stages)[number][1]>): EffortShare[] {
  const weights = stages.map(([, name]) => strategy[name]);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const exact = weights.map((weight) => (sum === 0 ? 100 / weights.length : (weight * 100) / sum));
  const whole = exact.map(Math.floor);
  let left = 100 - whole.reduce((total, one) => total + one, 0);
  const byRemainder = exact
    .map((one, place) => ({ place, remainder: one - Math.floor(one) }))
    .sort((a, b) => b.remainder - a.remainder || b.place - a.place);
  for (const { place } of byRemainder) {
    if (left-- <= 0) break;
    whole[place] = (whole[place] ?? 0) + 1;
  }
  return stages.map(([status], place) => ({ status, percent: whole[place] ?? 0 }));
}
