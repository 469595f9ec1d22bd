import { differences } from '@kontor/database/audit';
import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from './customer.entity.js';

/** Tells that a customer changed: its whole state and which fields differ. */
export function emitCustomerChanged(tx: Transaction, before: Customer, after: Customer): void {
  const changed = Object.keys(differences(before, after));
  tx.emit('kontor.customer.v1.CustomerChanged', after, { customer: after, changed });
}
