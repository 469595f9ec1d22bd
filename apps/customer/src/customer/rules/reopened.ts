import { countsAsHeld } from '../../strategy/rules/room.js';
import type { Customer } from '../customer.entity.js';

/** Who was lost for less than so many milliseconds, 30 days, was not really: no clock begins anew for a change of mind. */
const changeOfMind = 30 * 24 * 3_600_000;

/**
 * What a change of status does besides: a customer that counted as none (lost for long, dormant) and becomes a prospect
 * again is its owner's anew from this moment on, so that no clock counts the time when it was none; whoever is called lost
 * and back again within 30 days gains no time by it. One that becomes lost is so from now on. Nothing for other changes.
 * `now` is RFC 3339. Every writer of a status asks this.
 */
export function reopened(
  before: Pick<Customer, 'ownerId' | 'status' | 'lostTime'>,
  { status }: Pick<Partial<Customer>, 'status'>,
  now: string,
): Pick<Partial<Customer>, 'assignTime' | 'lostTime'> {
  if (!status || status === before.status) return {};
  const { ownerId, lostTime } = before;
  const briefly = lostTime !== undefined && Date.parse(now) - Date.parse(lostTime) < changeOfMind;
  const anew = ownerId && !countsAsHeld(before.status) && countsAsHeld(status) && !briefly;
  return {
    ...(anew && { assignTime: now }),
    ...(status === 'lost' && { lostTime: now }),
    ...(before.status === 'lost' && { lostTime: undefined }),
  };
}
