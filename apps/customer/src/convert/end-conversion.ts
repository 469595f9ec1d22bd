import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { reopened } from '../customer/rules/reopened.js';
import { parkBeyondCap } from '../ownership/park-beyond-cap.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { Conversion } from './conversion.entity.js';
import {
  endAfter,
  failureKind,
  statusToGiveAgain,
  statusToGiveBack,
  type ConversionAnswer,
} from './rules/conversion-end.js';

/**
 * Ends a conversion and tells so, with the status that its customer then has; of one that failed whoever began it gets a
 * notice. What it changes nothing of stays. A prospect that is one again goes to nobody where its owner has filled the room
 * since.
 */
export async function endConversion(
  tx: Transaction,
  book: StrategyBook,
  id: string,
  answer: ConversionAnswer,
): Promise<void> {
  const seen = await tx.find(Conversion, id);
  if (!seen || !endAfter(seen, answer)) return;
  // The customer first, then the conversion: the order in which conversions and merges lock them.
  const [customer] = await tx.select(Customer, 'r.id = $1', [seen.customerId], 'FOR NO KEY UPDATE OF r');
  const [before] = await tx.select(Conversion, 'r.id = $1', [id], 'FOR NO KEY UPDATE OF r');
  const changes = before && endAfter(before, answer);
  if (!changes) return;
  // Merged in the very moment: told again, it is found where it is now.
  if (customer?.id !== before.customerId)
    throw new Error(`The customer of conversion ${id} was merged meanwhile`);
  const after = tx.update(Conversion, before, changes);
  const status = statusAfter(before, after, customer);
  if (status) {
    const { assignTime, ...lost } = reopened(customer, { status }, tx.now);
    // What is given back is as it was: no clock begins anew because a conversion was refused.
    const anew = after.state === 'done' && assignTime !== undefined && { assignTime };
    const unwon = neverWon(after) && { wonTime: undefined };
    const given = tx.update(Customer, customer, { status, ...lost, ...anew, ...unwon });
    emitCustomerChanged(tx, customer, given);
    await parkBeyondCap(tx, book, customer, given, { causeId: id, reason: '' });
  }
  if (after.state === 'failed') tellWhoBegan(tx, after, customer);
  // Whose it was when it was converted hears how that ended, also where it goes to nobody.
  tx.emit('kontor.customer.v1.ConversionEnded', after, { conversion: after, ownerId: guardianOf(customer) });
}

/** Once for a conversion: it fails once. */
function tellWhoBegan(tx: Transaction, { id, personId, reason }: Conversion, customer: Customer): void {
  if (!personId) return;
  requestNotice(tx, {
    noticeId: uuidv5('failed', id),
    personId,
    template: 'conversion-failed',
    about: `customers/${customer.id}`,
    values: {
      customerName: customer.name,
      customerNumber: customer.number,
      failure: failureKind(reason),
    },
  });
}

/** Whether the customer was only won by a conversion that failed. */
function neverWon({ state, previousStatus }: Conversion): boolean {
  return state === 'failed' && previousStatus !== 'cooperating' && previousStatus !== 'dormant';
}

function statusAfter(
  before: Conversion,
  after: Conversion,
  { status }: Customer,
): Customer['status'] | undefined {
  if (after.state === 'failed') return statusToGiveBack(after, status);
  return before.state === 'failed' ? statusToGiveAgain(after, status) : undefined;
}
