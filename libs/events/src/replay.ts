import type { Pool, PoolClient } from 'pg';
import { inTransaction } from './in-transaction.js';
import type { StreamSettings } from './config.js';
import type { Broker } from './connection.js';
import { outboxEntryColumns, type OutboxEntry } from './outbox-message.js';
import { publishInOrder } from './publisher.js';
import { markPublished } from './relay-statements.js';
import { retentionDays } from './retention.js';
import { ensureStream } from './streams.js';

/** Rows published in one transaction. */
const batchSize = 200;

/** Which events to publish again; all when nothing is named. */
export interface ReplaySelection {
  /** Events made at this time (RFC 3339) or later. */
  since?: string | undefined;
  /** Full name of the event type. */
  type?: string | undefined;
  aggregateId?: string | undefined;
}

export interface ReplayOptions {
  service: string;
  /** Of the service's database. */
  pool: Pool;
  broker: Broker;
  stream: StreamSettings;
  selection: ReplaySelection;
  now: Date;
  /** Told after each batch how many events have been published so far. */
  progress?: (published: number) => void;
}

/**
 * Oldest moment from which events may be replayed: consumers know what they have handled as long as their inboxes keep
 * it, and an older event would have its effect again. Throws when `since` lies before it.
 */
export function replayStart(since: string | undefined, now: Date): Date {
  const oldest = new Date(now.getTime() - retentionDays.inbox * 86_400_000);
  if (since === undefined) return oldest;
  const start = new Date(since);
  if (Number.isNaN(start.getTime())) throw new Error(`Not a time: ${since}`);
  if (start < oldest) {
    throw new Error(
      `Events older than ${retentionDays.inbox} days cannot be replayed: inboxes have forgotten them, ` +
        `and they would take effect a second time. The oldest possible start is ${oldest.toISOString()}.`,
    );
  }
  return start;
}

/**
 * Puts published events of a service on its stream again, from the outbox, under their ids and in order within each
 * partition; makes the stream when the broker has lost it. Consumers that had them pass them over. Events that the relay
 * has not published yet are left to it. Resolves to the number of events; rejects when the broker goes away.
 */
export async function replay(options: ReplayOptions): Promise<number> {
  const start = replayStart(options.selection.since, options.now);
  await ensureStream(await options.broker.manager(), options.service, options.stream, 'listener');
  const { rows } = await options.pool.query<{ partition: number }>(
    'SELECT partition FROM outbox_partition ORDER BY 1',
  );
  let published = 0;
  for (const { partition } of rows) {
    let after: string | undefined = '0';
    while (after !== undefined) {
      const batch: ReplayedBatch = await replayBatch(options, partition, start, after);
      published += batch.published;
      after = batch.last;
      options.progress?.(published);
    }
  }
  return published;
}

interface ReplayedBatch {
  published: number;
  /** Position of the last row; undefined when the partition is through. */
  last: string | undefined;
}

async function replayBatch(
  options: ReplayOptions,
  partition: number,
  start: Date,
  after: string,
): Promise<ReplayedBatch> {
  const { entries, outcome } = await inTransaction(options.pool, async (client) => {
    await client.query('BEGIN');
    // The relay keeps out meanwhile, so that new events of this partition do not come between old ones.
    await client.query('SELECT FROM outbox_partition WHERE partition = $1 FOR UPDATE', [partition]);
    const entries = await readPublished(client, options.selection, partition, start, after);
    const outcome = await publishInOrder(options.broker, options.service, entries);
    if (outcome.published.length > 0) await markPublished(client, outcome.published);
    return { entries, outcome };
  });
  const missing = outcome.brokerAway ?? outcome.refused[0]?.error;
  if (missing) throw missing;
  if (outcome.published.length < entries.length) throw new Error('The broker is too slow; replay again.');
  return { published: entries.length, last: entries.at(-1)?.position };
}

async function readPublished(
  client: PoolClient,
  selection: ReplaySelection,
  partition: number,
  start: Date,
  after: string,
): Promise<OutboxEntry[]> {
  const { rows } = await client.query<OutboxEntry>(
    `SELECT ${outboxEntryColumns} FROM outbox o
     WHERE o.partition = $1 AND o.position > $2 AND o.create_time >= $3 AND o.publish_time IS NOT NULL
       AND ($4::text IS NULL OR o.type = $4) AND ($5::text IS NULL OR o.aggregate_id = $5)
     ORDER BY o.position LIMIT ${batchSize}`,
    [partition, after, start, selection.type, selection.aggregateId],
  );
  return rows;
}
