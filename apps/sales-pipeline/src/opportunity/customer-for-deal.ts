import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { CustomerCopy } from '../customer-copy/customer-copy.entity.js';
import { standingCustomer } from '../customer-copy/merge-copy.js';

/**
 * The customer that the caller hangs a deal on; it stands until the transaction ends. Throws not_found where the caller
 * does not see it, forbidden shared-for-reading, and conflict customer-merged naming the one that it became part of.
 */
export async function customerForDeal(tx: Transaction, customerId: string): Promise<CustomerCopy> {
  const standing = await standingCustomer(tx, customerId);
  if (standing === customerId) return getCustomer(tx, customerId);
  if (!(await tx.find(CustomerCopy, standing))) throw new AppError('not_found', 'customer-not-found');
  throw new AppError('conflict', 'customer-merged', { params: { winnerId: standing } });
}

async function getCustomer(tx: Transaction, id: string): Promise<CustomerCopy> {
  const customer = await tx.find(CustomerCopy, id);
  if (!customer || customer.removed) throw new AppError('not_found', 'customer-not-found');
  return tx.getParent(CustomerCopy, id);
}
