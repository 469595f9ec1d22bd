import type { Transaction } from '@kontor/database/transaction';

/** Numbers of the advisory locks of identity's database; any that nobody else takes there. */
const locks = { organisation: 7_263_101, signingKeys: 7_263_102, firstStart: 7_263_103 } as const;

/**
 * Lets one transaction at a time go on, until it ends. For rules over many rows, which locks on the changed rows
 * do not guard: two changes that are each fine could together close a cycle or remove the last administrator.
 * What is read afterwards includes what the transaction before wrote.
 */
export async function takeTurns(tx: Transaction, lock: keyof typeof locks): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${locks[lock]})`);
}
