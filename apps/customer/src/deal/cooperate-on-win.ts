import type { Opportunity } from '@kontor/contracts/gen/kontor/sales_pipeline/v1/opportunity';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { reopened } from '../customer/rules/reopened.js';
import { checkChange, type ChangeRules } from '../customer/status-change.js';

/** Locks the customer of a won opportunity, before what hangs on it: the order in which merges lock them. */
export async function lockBuyer(tx: Transaction, { customerId }: Opportunity): Promise<Customer | undefined> {
  const [customer] = await tx.select(Customer, 'r.id = $1', [customerId], 'FOR NO KEY UPDATE OF r');
  return customer;
}

/**
 * Who has bought is cooperating (F14, F45), without anybody typing it, and is no longer taken for a prospect that is idle.
 * What people decided after the win stands, so that the same news may come again at any time; so does a status that this
 * one cannot follow for want of fields that it asks for: then it is typed as ever. Who has no owner waits as it is.
 */
export async function cooperateOnWin(
  tx: Transaction,
  rules: ChangeRules,
  buyer: Customer,
  { closeTime }: Opportunity,
): Promise<void> {
  const status = 'cooperating';
  if (!closeTime || !buyer.ownerId || buyer.status === status) return;
  const [decided] = await tx.query(
    'SELECT 1 FROM stage_change WHERE customer_id = $1 AND time > $2 LIMIT 1',
    [buyer.id, closeTime],
  );
  if (decided) return;
  const changes: Partial<Customer> = { status, ...reopened(buyer, { status }, tx.now) };
  if (changes.wonTime) changes.wonTime = closeTime;
  try {
    await checkChange(tx, rules, buyer, changes);
  } catch (error) {
    if (error instanceof AppError && (error.code === 'invalid' || error.code === 'conflict')) return;
    throw error;
  }
  emitCustomerChanged(tx, buyer, tx.update(Customer, buyer, changes));
}
