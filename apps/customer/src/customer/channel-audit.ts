import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from './customer.entity.js';

/** Leaves in the audit why the first touch was rewritten. From unknown to the truth is a change like any other. */
export function auditChannel(
  tx: Transaction,
  before: Customer,
  after: Customer,
  reason: string | undefined,
): void {
  if (before.channel === after.channel || before.channel === 'unknown') return;
  const { id, version } = after;
  const changes = { channel: [before.channel, after.channel], reason: reason?.trim() };
  tx.audit({ action: 'channel', object: 'customer', objectId: id, version, changes });
}
