import type { PoolClient } from 'pg';
import { packed } from '@kontor/database/packed';
import { outboxEntryColumns, type OutboxEntry } from './outbox-message.js';
import type { Published } from './publisher.js';

/** Rows of one partition that one round takes. */
export const rowsPerPartition = 100;

/** What one round has to do. Its transaction is open and holds the partitions' locks. */
export interface Batch {
  entries: OutboxEntry[];
  /** Partitions locked by this round that carry a note of failure. */
  noted: number[];
  /** Waiting partitions that another relay holds just now. */
  contended: boolean;
}

/**
 * Begins a transaction, locks the partitions with waiting rows that no other relay holds, and reads their rows in order.
 * The rows are read by a statement of their own, after the lock: what another relay has just marked must be seen.
 *
 * @param partitions where to look; all when undefined
 * @param parked aggregates to leave out, whole, because the broker refuses one of their events
 */
export async function takeBatch(
  client: PoolClient,
  partitions: readonly number[] | undefined,
  parked: readonly string[],
): Promise<Batch> {
  const [begun, locked, read, others] = packed(
    client,
    () =>
      [
        // A plan that was made while little waited is kept, and would read the whole table once much does.
        client.query(
          'BEGIN; SET LOCAL synchronous_commit = off; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off',
        ),
        client.query<{ noted: number[] | null }>({ name: 'relay-lock', text: lock, values: [partitions] }),
        client.query<OutboxEntry>({ name: 'relay-read', text: readRows, values: [parked] }),
        client.query<{ contended: boolean }>({
          name: 'relay-others',
          text: heldByOthers,
          values: [partitions],
        }),
      ] as const,
  );
  const [, { rows: lockedRows }, { rows: entries }, { rows: otherRows }] = await Promise.all([
    begun,
    locked,
    read,
    others,
  ]);
  return { entries, noted: lockedRows[0]?.noted ?? [], contended: otherRows[0]?.contended ?? false };
}

// A mark that is lost in a power cut costs a second publication of the same id, so its commit need not wait for the
// disk: hence synchronous_commit = off above.
/** Marks rows as published. */
export async function markPublished(client: PoolClient, published: readonly Published[]): Promise<void> {
  await client.query({
    name: 'relay-mark',
    text: `
      UPDATE outbox o SET publish_time = clock_timestamp(), stream_sequence = done.sequence
      FROM unnest($1::bigint[], $2::bigint[]) AS done (position, sequence)
      WHERE o.position = done.position`,
    values: [published.map(({ position }) => position), published.map(({ sequence }) => sequence)],
  });
}

/** Writes down, for people, that events of a partition are refused; or that this is over. */
export async function noteFailure(
  client: PoolClient,
  partition: number,
  failure: { failures: number; text: string } | undefined,
): Promise<void> {
  await client.query('UPDATE outbox_partition SET failures = $2, failure = $3 WHERE partition = $1', [
    partition,
    failure?.failures ?? 0,
    failure?.text ?? null,
  ]);
}

/**
 * Waiting rows of a partition. A range, not an equation, and always ordered by partition and position: only the index
 * of waiting rows gives that order. By an equation Postgres would, when its statistics are of a time with many waiting
 * rows, follow the primary key instead, past everything published in two weeks.
 */
function waitingIn(alias: string): string {
  return `o.partition BETWEEN ${alias}.partition AND ${alias}.partition AND o.publish_time IS NULL`;
}

/** Whether a partition has waiting rows. No EXISTS, which Postgres may turn into a join over the whole table. */
const waiting = `(
  SELECT true FROM outbox o WHERE ${waitingIn('p')} ORDER BY o.partition, o.position LIMIT 1
)`;

/** Age in seconds of the oldest event that waits; 0 when none does. */
export const oldestWaiting = `
  SELECT coalesce(max(extract(epoch FROM clock_timestamp() - first.create_time)), 0)::float8 AS seconds
  FROM outbox_partition p
  CROSS JOIN LATERAL (
    SELECT o.create_time FROM outbox o
    WHERE ${waitingIn('p')}
    ORDER BY o.partition, o.position LIMIT 1
  ) first`;

/** The partitions locked, handed from one statement to the next within the transaction. */
const mine = `string_to_array(nullif(current_setting('kontor.relaying'), ''), ',')::smallint[]`;

const lock = `
  SELECT set_config('kontor.relaying', coalesce(string_agg(partition::text, ','), ''), true),
    array_agg(partition) FILTER (WHERE failure IS NOT NULL) AS noted
  FROM (
    SELECT p.partition, p.failure FROM outbox_partition p
    WHERE ($1::smallint[] IS NULL OR p.partition = ANY ($1)) AND ${waiting}
    FOR UPDATE SKIP LOCKED
  ) locked`;

const readRows = `
  SELECT ${outboxEntryColumns}
  FROM unnest(${mine}) AS mine (partition)
  CROSS JOIN LATERAL (
    SELECT * FROM outbox o
    WHERE ${waitingIn('mine')} AND NOT o.aggregate_id = ANY ($1::text[])
    ORDER BY o.partition, o.position LIMIT ${rowsPerPartition}
  ) o
  ORDER BY o.partition, o.position`;

const heldByOthers = `
  SELECT EXISTS (
    SELECT FROM outbox_partition p
    WHERE ($1::smallint[] IS NULL OR p.partition = ANY ($1)) AND ${waiting}
      AND NOT p.partition = ANY (coalesce(${mine}, '{}'))
  ) AS contended`;
