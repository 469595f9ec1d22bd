import { countsAsHeld } from '../../strategy/rules/room.js';
import type { Customer } from '../customer.entity.js';

/**
 * Who was no prospect for less than so many milliseconds, 30 days, was not really: no clock begins anew for a change of
 * mind, nor for a customer who was called won, silent and interested again in one go.
 */
const changeOfMind = 30 * 24 * 3_600_000;

/**
 * What a change of status does besides: a customer that counted as none (lost, won or silent since) for long and becomes a
 * prospect again is its owner's anew from this moment on, so that no clock counts the time when it was none; who was none
 * for less than 30 days gains no time by it (F38, F39). One that becomes lost is so from now on, one that is won is a
 * customer from now on until it becomes a prospect again. Who was brought in as a customer has been one for nobody knows
 * how long, and is not held for a change of mind. Nothing for other changes. `now` is RFC 3339. Every writer of a status
 * asks this.
 */
export function reopened(
  before: Pick<Customer, 'ownerId' | 'status' | 'lostTime' | 'wonTime'>,
  { status }: Pick<Partial<Customer>, 'status'>,
  now: string,
): Pick<Partial<Customer>, 'assignTime' | 'lostTime' | 'wonTime'> {
  if (!status || status === before.status) return {};
  const { ownerId, lostTime, wonTime } = before;
  const recent = (time: string | undefined) =>
    time !== undefined && Date.parse(now) - Date.parse(time) < changeOfMind;
  const opens = countsAsHeld(status) && !countsAsHeld(before.status);
  // Who was won before being lost has been no prospect since then.
  const anew = ownerId && opens && !recent(wonTime ?? lostTime);
  const wins = status === 'cooperating' && before.status !== 'dormant' && !(wonTime && recent(lostTime));
  return {
    ...(anew && { assignTime: now }),
    ...(status === 'lost' && { lostTime: now }),
    ...(before.status === 'lost' && { lostTime: undefined }),
    ...(wins && { wonTime: now }),
    ...(opens && wonTime !== undefined && { wonTime: undefined }),
  };
}
