import type { Transaction } from '@kontor/database/transaction';

/** The database's clock at this moment, RFC 3339: the one clock that all replicas share. */
export async function databaseTime(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ now: string }>('SELECT clock_timestamp() AS now');
  return new Date(row?.now ?? tx.now).toISOString();
}
