import type { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { checkNewStatus } from '../strategy/room-check.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import type { Customer } from './customer.entity.js';
import { mayFollow } from './rules/status.js';

/** What knows what is asked of a change. */
export interface ChangeRules {
  book: StrategyBook;
  customValues: Pick<CustomValueWriter, 'change'>;
}

/** How the change came about. */
export interface ChangeWay {
  /** Field of the request that names the status. */
  field?: string;
  /** Who gets the customer by the same change. */
  toId?: string | undefined;
}

/**
 * All that a change of a customer is asked, whichever way leads to it: a call, a talk, a conversion, a row of an import.
 * A status has to follow the one before; then what `checkNewStatus` asks, of who gets the customer where somebody does; then
 * what custom fields and forms ask, which puts the custom values into `changes` as they will stand. Throws invalid, naming
 * the field, or conflict cap-reached or deal-needed.
 */
export async function checkChange(
  tx: Transaction,
  { book, customValues }: ChangeRules,
  before: Customer,
  changes: Partial<Customer>,
  { field = 'status', toId }: ChangeWay = {},
): Promise<void> {
  const { status = before.status } = changes;
  if (!mayFollow(before.status, status))
    throw refusedField(field, 'status-step', { from: before.status, to: status });
  if (changes.status || toId) await checkNewStatus(tx, book, before, status, toId);
  await customValues.change(tx, 'customer', before, changes);
}
