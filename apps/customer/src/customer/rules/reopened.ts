import { countsAsHeld } from '../../strategy/rules/room.js';
import type { Customer } from '../customer.entity.js';

/**
 * What a change of status does besides: a customer that counted as none (lost, dormant) and becomes a prospect again is
 * its owner's anew from this moment on, so that no clock counts the time when it was none; one that becomes lost is so
 * from now on. Nothing for other changes. `now` is RFC 3339. Every writer of a status asks this.
 */
export function reopened(
  before: Pick<Customer, 'ownerId' | 'status'>,
  { status }: Pick<Partial<Customer>, 'status'>,
  now: string,
): Pick<Partial<Customer>, 'assignTime' | 'lostTime'> {
  if (!status || status === before.status) return {};
  const anew = before.ownerId && !countsAsHeld(before.status) && countsAsHeld(status);
  return {
    ...(anew && { assignTime: now }),
    ...(status === 'lost' && { lostTime: now }),
    ...(before.status === 'lost' && { lostTime: undefined }),
  };
}
