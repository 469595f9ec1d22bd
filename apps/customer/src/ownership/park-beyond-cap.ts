import type { Transaction } from '@kontor/database/transaction';
import { BeyondReach } from '../customer/first-owner.js';
import type { Customer } from '../customer/customer.entity.js';
import { superiorsOf } from '../customer/guardian.js';
import { tellKeepers } from '../customer/keeper-notice.js';
import { lockHeld } from '../strategy/held.js';
import { countsAsHeld } from '../strategy/rules/room.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { moveCustomers, type MoveCause } from './mover.js';

/**
 * Keeps a cap where a prospect comes back to its owner without anybody having asked for room, as by a conversion that is
 * refused or a merge or import that is taken back: what is beyond the cap waits without owner, as a new one would, with who
 * had it as finder and the superior as keeper, who is told. `before` is what the customer was when the change began,
 * `after` as it is written by now. Throws BeyondReach where the caller would not see it any more: then the service is to
 * do all of it once more in its own name.
 */
export async function parkBeyondCap(
  tx: Transaction,
  book: StrategyBook,
  before: Pick<Customer, 'ownerId' | 'status'>,
  after: Customer,
  why: Omit<MoveCause, 'cause'>,
): Promise<Customer> {
  const { ownerId, status } = after;
  if (!ownerId || !countsAsHeld(status)) return after;
  if (before.ownerId === ownerId && countsAsHeld(before.status)) return after;
  const cap = book.capOf(tx, ownerId);
  if (cap === undefined || ((await lockHeld(tx, [ownerId])).get(ownerId) ?? 0) <= cap) return after;
  if (tx.call.caller.kind !== 'service') throw new BeyondReach();
  const keeperId = (await superiorsOf(tx, [ownerId])).get(ownerId);
  const move = { customer: after, toId: undefined, keeperId, finderId: ownerId };
  const [parked = after] = await moveCustomers(tx, [move], { ...why, cause: 'cap' });
  tellKeepers(tx, [parked]);
  return parked;
}
