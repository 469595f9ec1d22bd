import { differences } from '@kontor/database/audit';
import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from './customer.entity.js';
import { guardianOf } from './guardian.js';

/** Tells that a customer changed: its whole state, which fields differ, and from whom it was taken, if it was. */
export function emitCustomerChanged(tx: Transaction, before: Customer, after: Customer): void {
  const changed = Object.keys(differences(before, after));
  // Where nobody owns it, who keeps it is who sees it.
  const previousOwnerId = before.ownerId ?? before.keeperId;
  const moved = previousOwnerId !== undefined && guardianOf(before) !== guardianOf(after);
  tx.emit('kontor.customer.v1.CustomerChanged', after, {
    customer: after,
    changed,
    ...(moved && { previousOwnerId }),
  });
}
