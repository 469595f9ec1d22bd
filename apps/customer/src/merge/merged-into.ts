import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import { CustomerMerge } from './merge.entity.js';

/** The customer that a merged one became part of, if the caller sees it. */
export async function winnerOf(tx: Transaction, id: string): Promise<string | undefined> {
  const [merge] = await tx.select(CustomerMerge, `r.loser_id = $1 AND r.state = 'merged'`, [id]);
  return merge?.winnerId;
}

/** Like tx.getForUpdate(); a merged customer is refused with 409 customer-merged, which names the one that stands. */
export function customerForUpdate(tx: Transaction, id: string): Promise<Customer> {
  return unlessMerged(tx, id, () => tx.getForUpdate(Customer, id));
}

/** Like tx.getParent(), see customerForUpdate(). */
export function customerAsParent(tx: Transaction, id: string): Promise<Customer> {
  return unlessMerged(tx, id, () => tx.getParent(Customer, id));
}

async function unlessMerged(tx: Transaction, id: string, get: () => Promise<Customer>): Promise<Customer> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    const winnerId = await winnerOf(tx, id);
    if (winnerId) throw new AppError('conflict', 'customer-merged', { params: { winnerId } });
    throw error;
  }
}
