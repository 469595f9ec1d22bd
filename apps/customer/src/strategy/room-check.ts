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

/**
 * What strategies ask of a change of status, which may also give the customer to somebody. Throws conflict cap-reached
 * when whoever gets it, or its owner, to whom it comes back as a prospect, has no room; deal-needed when it is to count as
 * having bought, the strategy of who will have it asks for a won opportunity, and there is none.
 */
export async function checkNewStatus(
  tx: Transaction,
  book: StrategyBook,
  before: Pick<Customer, 'id' | 'ownerId' | 'status' | 'productLine'>,
  status: CustomerStatus,
  toId?: string,
): Promise<void> {
  await dealToCooperate(tx, book, { ...before, ownerId: toId ?? before.ownerId }, status);
  if (toId) await roomToGet(tx, book, { ownerId: before.ownerId, status }, toId);
  else await roomToReopen(tx, book, before, status);
}

/**
 * Whether a new customer may not begin with its status: it says that it has bought (cooperating, or dormant, which is as
 * good) and the strategy of its owner asks for a won opportunity, and of who is new there is none.
 */
export function lacksDeal(
  tx: Transaction,
  book: StrategyBook,
  { ownerId = '', status, productLine }: Pick<Customer, 'ownerId' | 'status' | 'productLine'>,
): boolean {
  if (status !== 'cooperating' && status !== 'dormant') return false;
  return book.strategyOf(tx, ownerId, productLine).dealNeeded;
}

async function dealToCooperate(
  tx: Transaction,
  book: StrategyBook,
  {
    id,
    ownerId = '',
    status: before,
    productLine,
  }: Pick<Customer, 'id' | 'ownerId' | 'status' | 'productLine'>,
  status: CustomerStatus,
): Promise<void> {
  if (status !== 'cooperating' || before === 'cooperating' || before === 'dormant') return;
  if (!book.strategyOf(tx, ownerId, productLine).dealNeeded) return;
  const won = await tx.query('SELECT 1 FROM open_deal WHERE customer_id = $1 AND won LIMIT 1', [id]);
  if (won.length === 0) throw new AppError('conflict', 'deal-needed');
}

/** Throws conflict cap-reached when a customer becomes a prospect again for whom its owner has no room. */
async function roomToReopen(
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
