import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { FollowUpState, WorklistReason } from '@kontor/contracts/gen/kontor/customer/v1/strategy';

/** What is known of a customer that may be worked on today. */
export interface Candidate {
  id: string;
  status: CustomerStatus;
  state: FollowUpState;
  /** RFC 3339. */
  nextContactTime: string | null;
  /** The later of assignment and last talk, RFC 3339. */
  silentSince: string;
  /** What it may bring, as a part of the most that any of them may bring in the same currency: 0 to 1. */
  worth?: number | undefined;
}

/** A customer to work on, and why. */
export interface Ranked {
  id: string;
  state: FollowUpState;
  score: number;
  reasons: WorklistReason[];
}

const day = 24 * 3_600_000;
/** Silence is worth no more points after so many days: it must not outweigh a promise. */
const longestSilence = 30;
/** Points for the customer that may bring most. */
const mostWorth = 25;
/** Points for how close a customer is to a deal. */
const stagePoints: Partial<Record<CustomerStatus, number>> = { negotiating: 30, interested: 15 };

/**
 * The order of a day's work: what was promised and is late, then what would be lost, then what is due, then what nobody
 * has begun; closeness to a deal, what it may bring and silence decide among equals. What is frozen, and what has neither promise nor
 * silence, is left out. `now` in epoch milliseconds.
 */
export function rank(candidates: readonly Candidate[], now: number): Ranked[] {
  return candidates
    .filter(({ state }) => state !== 'frozen')
    .map((one) => ({ id: one.id, state: one.state, ...scored(reasonsOf(one, now)) }))
    .filter(({ reasons }) => reasons.some(({ kind }) => kind !== 'stage' && kind !== 'value'))
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/**
 * What each customer may bring, as a part of the most that any may bring in the same currency: amounts of two currencies
 * are not compared. Of several currencies of one customer the greatest part counts.
 */
export function worths(
  values: readonly { customerId: string; amount: string; currency: string }[],
): Map<string, number> {
  const most = new Map<string, number>();
  for (const { amount, currency } of values)
    most.set(currency, Math.max(most.get(currency) ?? 0, Number(amount)));
  const found = new Map<string, number>();
  for (const { customerId, amount, currency } of values) {
    const part = Number(amount) / (most.get(currency) || 1);
    found.set(customerId, Math.max(found.get(customerId) ?? 0, part));
  }
  return found;
}

function scored(reasons: WorklistReason[]): Pick<Ranked, 'score' | 'reasons'> {
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function reasonsOf(
  { status, state, nextContactTime, silentSince, worth = 0 }: Candidate,
  now: number,
): WorklistReason[] {
  const reasons: WorklistReason[] = [];
  const late = nextContactTime === null ? undefined : now - Date.parse(nextContactTime);
  if (late !== undefined && late > 0) {
    const days = Math.floor(late / day);
    reasons.push({ kind: 'overdue', points: 100 + Math.min(days, 20), days });
  } else if (late !== undefined && late > -day) reasons.push({ kind: 'due', points: 60 });
  if (state === 'at_risk') reasons.push({ kind: 'at_risk', points: 80 });
  if (state === 'new') reasons.push({ kind: 'new', points: 50 });
  const idle = Math.min(longestSilence, Math.floor((now - Date.parse(silentSince)) / day));
  if (idle > 0) reasons.push({ kind: 'idle', points: idle, days: idle });
  const stage = stagePoints[status];
  if (stage) reasons.push({ kind: 'stage', points: stage });
  if (worth > 0) reasons.push({ kind: 'value', points: Math.max(1, Math.round(worth * mostWorth)) });
  return reasons;
}
