import type { Transaction } from '@kontor/database/transaction';
import { requestNotice } from '@kontor/people/request-notice';
import type { Customer } from '../customer/customer.entity.js';
import { noteOwner } from '../ownership/mover.js';

/** A merge that was just written. */
interface Merged {
  /** The customer that stands, before and after. */
  winner: Customer;
  after: Customer;
  loser: Customer;
  mergeId: string;
}

/**
 * Tells those who owned either of two customers, or own what became of them, that they are one; but for who merged them.
 * The history of the customer that stands says whose the other one was, unless its owner changed, which says it.
 */
export function tellOwners(tx: Transaction, { winner, after, loser, mergeId }: Merged): void {
  const { personId: actorId } = tx.call.caller;
  if (after.ownerId === winner.ownerId && loser.ownerId && loser.ownerId !== after.ownerId)
    noteOwner(tx, after, { cause: 'merge', causeId: mergeId, reason: '', actorId }, loser.ownerId);
  const owners = new Set([loser.ownerId, winner.ownerId, after.ownerId]);
  for (const personId of owners) {
    if (!personId || personId === actorId) continue;
    requestNotice(tx, {
      personId,
      template: 'customers-merged',
      about: `customers/${after.id}`,
      values: {
        customerName: after.name,
        customerNumber: after.number,
        mergedName: loser.name,
        mergedNumber: loser.number,
        own: after.ownerId === personId ? 'true' : '',
      },
    });
  }
}
