import type { Pool } from 'pg';
import { BackgroundLoop } from '@kontor/database/background-loop';
import type { Logger } from '@kontor/telemetry/logger';

/**
 * Days after which rows of the platform's tables go. The inbox outlives everything that may bring an event again: the
 * stream (7), the outbox (14), dead letters (30).
 */
export const retentionDays = { outbox: 14, idempotency: 7, deadLetter: 30, inbox: 45 } as const;

/** Rows deleted by one statement, so that none holds locks for long. */
const batchSize = 1_000;

/** How often expired rows are deleted, in milliseconds. */
const interval = 3_600_000;

/** What goes, by table: the column that ages and what else must hold. */
const expiries = [
  { table: 'outbox', age: 'create_time', days: retentionDays.outbox, also: 'publish_time IS NOT NULL' },
  { table: 'idempotency', age: 'create_time', days: retentionDays.idempotency, also: 'true' },
  { table: 'dead_letter', age: 'replay_time', days: retentionDays.deadLetter, also: 'true' },
  { table: 'inbox', age: 'receive_time', days: retentionDays.inbox, also: 'true' },
] as const;

export type Deleted = Record<(typeof expiries)[number]['table'], number>;

/**
 * Deletes what is past its time, in small batches, and resolves to the numbers of rows. Unpublished events and dead
 * letters that nobody replayed stay, however old. Several replicas may do it at once.
 */
export async function deleteExpired(pool: Pool, now: Date): Promise<Deleted> {
  const deleted: Deleted = { outbox: 0, idempotency: 0, dead_letter: 0, inbox: 0 };
  for (const { table, age, days, also } of expiries) {
    const before = new Date(now.getTime() - days * 86_400_000).toISOString();
    const statement = `
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM ${table} WHERE ${age} < $1 AND ${also} LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
      ))`;
    let count: number;
    do {
      count = (await pool.query(statement, [before])).rowCount ?? 0;
      deleted[table] += count;
    } while (count === batchSize);
  }
  return deleted;
}

/** Deletes expired rows once an hour, first at a moment of the first hour that chance picks. */
export class RetentionJob extends BackgroundLoop {
  constructor(pool: Pool, logger: Logger) {
    super(
      async () => logger.info({ deleted: await deleteExpired(pool, new Date()) }, 'expired rows are deleted'),
      interval,
      (error) => logger.error({ err: error }, 'expired rows could not be deleted'),
      { firstPause: Math.random() * interval },
    );
  }
}
