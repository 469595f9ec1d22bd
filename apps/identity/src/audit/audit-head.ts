import type { Transaction } from '@kontor/database/transaction';

/** Where the chain ends: number and hash of the last entry; zeros before the first. */
export interface AuditHead {
  seq: string;
  hash: Buffer;
}

/** The head of the chain, locked until the transaction ends: whoever appends or signs does so one after another. */
export async function lockHead(tx: Transaction): Promise<AuditHead> {
  const [head] = await tx.query<AuditHead>('SELECT seq::text AS seq, hash FROM audit_head FOR UPDATE');
  if (!head) throw new Error('The audit has lost its head row');
  return head;
}
