import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import type { Customer } from './customer.entity.js';

/**
 * Tells those who keep customers that nobody owns (any more) that they wait: one notice to each keeper, but for who did it
 * itself. Of an import (`causeId`) every keeper hears once, however many batches it has: then without a number.
 */
export function tellKeepers(
  tx: Transaction,
  customers: readonly Pick<Customer, 'id' | 'name' | 'ownerId' | 'keeperId'>[],
  causeId?: string,
): void {
  const kept = Map.groupBy(
    customers.filter(({ ownerId }) => !ownerId),
    ({ keeperId }) => keeperId,
  );
  for (const [personId, some] of kept) {
    if (!personId || personId === tx.call.caller.personId) continue;
    const [first] = some;
    requestNotice(tx, {
      noticeId: causeId ? uuidv5(personId, causeId) : uuidv7(),
      personId,
      template: 'customers-unassigned',
      about: some.length === 1 && first && !causeId ? `customers/${first.id}` : 'customers',
      values: { count: causeId ? '' : String(some.length), customerName: first?.name ?? '' },
    });
  }
}
