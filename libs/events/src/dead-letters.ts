import { randomUUID } from 'node:crypto';
import { headers } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import { AppError } from '@kontor/errors/app-error';
import { inTransaction } from './in-transaction.js';
import type { Broker } from './connection.js';

/** An event that was set aside. */
export interface DeadLetter {
  consumer: string;
  eventId: string;
  type: string;
  subject: string;
  /** Failure of the last attempt that is known. */
  reason: string;
  deliveries: number;
  /** RFC 3339 in UTC. */
  createTime: string;
}

const inUtc = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Dead letters of a service that nobody has replayed, oldest first; of all its consumers, or of one. */
export async function listDeadLetters(pool: Pool, consumer?: string, limit = 200): Promise<DeadLetter[]> {
  const { rows } = await pool.query<DeadLetter>(
    `SELECT consumer, event_id AS "eventId", type, subject, reason, deliveries, ${inUtc('create_time')} AS "createTime"
     FROM dead_letter d
     WHERE replay_time IS NULL AND ($1::text IS NULL OR consumer = $1)
     ORDER BY d.create_time LIMIT $2`,
    [consumer, limit],
  );
  return rows;
}

/**
 * Has a dead letter handled again: puts it on its stream once more, from where it takes the usual way. Whoever has had
 * its effect passes it over by its inbox, so it has one effect however often it is replayed. Should it fail again, it
 * comes back as a dead letter. AppError not_found when there is none, or none that is open.
 */
export async function replayDeadLetter(
  pool: Pool,
  broker: Broker,
  { consumer, eventId }: Pick<DeadLetter, 'consumer' | 'eventId'>,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    await client.query('BEGIN');
    const { rows } = await client.query<{ subject: string; headers: string; payload: string }>(
      `UPDATE dead_letter SET replay_time = clock_timestamp()
       WHERE consumer = $1 AND event_id = $2 AND replay_time IS NULL RETURNING subject, headers, payload`,
      [consumer, eventId],
    );
    const [letter] = rows;
    if (!letter) throw new AppError('not_found', 'dead-letter-not-found');
    await republish(broker, letter);
  });
}

async function republish(
  broker: Broker,
  letter: { subject: string; headers: string; payload: string },
): Promise<void> {
  const set = headers();
  for (const [name, value] of Object.entries(JSON.parse(letter.headers) as Record<string, string>)) {
    if (!name.toLowerCase().startsWith('nats-')) set.set(name, value);
  }
  // Another message id than the event's: the broker would take it for a copy and drop it.
  await broker.jetstream.publish(letter.subject, letter.payload, {
    headers: set,
    msgID: randomUUID(),
    timeout: 5_000,
  });
}
