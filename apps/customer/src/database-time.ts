import type { Transaction } from '@kontor/database/transaction';

/** The database's clock, epoch milliseconds: the same for all replicas, and moving within a transaction. */
export async function databaseTime(tx: Transaction): Promise<number> {
  const [row] = await tx.query<{ now: string }>(
    `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS now`,
  );
  return Number(row?.now);
}
