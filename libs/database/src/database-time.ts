import type { Transaction } from './transaction.js';

/** The database's clock at this moment, RFC 3339: the one clock of all replicas, moving within a transaction too. */
export async function databaseTime(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ now: string }>('SELECT clock_timestamp() AS now');
  return new Date(row?.now ?? tx.now).toISOString();
}
