import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import type { Customer } from '../customer/customer.entity.js';
import { lockRoom } from './held.js';
import { countsAsHeld } from './rules/room.js';
import type { StrategyBook } from './strategy-book.js';

/** Throws conflict cap-reached when the person has no room for the customer. The counter stays locked. */
export async function roomToGet(
  tx: Transaction,
  book: StrategyBook,
  { ownerId, status }: Pick<Customer, 'ownerId' | 'status'>,
  personId: string,
): Promise<void> {
  if (ownerId === personId || !countsAsHeld(status)) return;
  const cap = book.capOf(tx, personId);
  if (cap === undefined) return;
  // The counter of who gives it is locked along: two who swap would else wait for each other.
  const room = await lockRoom(tx, book, [personId], ownerId ? [ownerId] : []);
  if (!room.take(personId, status)) throw capReached(cap);
}

/** Throws conflict cap-reached when a customer becomes a prospect again for whom its owner has no room. */
export async function roomToReopen(
  tx: Transaction,
  book: StrategyBook,
  { ownerId, status: before }: Pick<Customer, 'ownerId' | 'status'>,
  status: CustomerStatus,
): Promise<void> {
  if (!ownerId || countsAsHeld(before)) return;
  await roomToGet(tx, book, { ownerId: undefined, status }, ownerId);
}

/** What is told to whoever wanted more than the cap allows. */
export function capReached(cap: number): AppError {
  return new AppError('conflict', 'cap-reached', { params: { cap: String(cap) } });
}
