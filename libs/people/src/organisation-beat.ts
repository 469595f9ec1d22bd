import type { Pool } from 'pg';
import type { Transaction } from '@kontor/database/transaction';

/** Identity tells so often, in milliseconds, that it is heard. */
export const beatInterval = 3_000;

/** A copy that has heard nothing for longer than this, in milliseconds, is no longer trusted with changes. */
export const freshFor = 15_000;

/** A beat as it was heard. */
export interface HeardBeat {
  eventId: string;
  /** Place in identity's stream. */
  sequence: number;
  /** When it was told, RFC 3339. */
  time: string;
}

/**
 * Notes a beat of identity. What counts is when it was told, not when it came: beats that were held up make nothing
 * fresh. One from a clock ahead of ours counts as told now. It proves nothing yet: an event told before it may still be
 * on its way, given out again after a line broke.
 */
export async function noteBeat(tx: Transaction, { eventId, sequence, time }: HeardBeat): Promise<void> {
  await tx.query(
    `INSERT INTO beat_heard (event_id, sequence, time) VALUES ($1, $2, least($3::timestamptz, $4::timestamptz))
     ON CONFLICT DO NOTHING`,
    [eventId, sequence, time, tx.now],
  );
}

/**
 * Everything in identity's stream up to `handled` has had its effect on this database: so the copy is as new as the
 * newest beat up to there. Beats that are done with leave the inbox too (that of `consumer`): hearing one again would
 * change nothing, and there are a million of them in a month.
 */
export async function proveBeats(pool: Pool, consumer: string, handled: number): Promise<void> {
  await pool.query(
    `WITH proven AS (
       DELETE FROM beat_heard WHERE sequence <= $1 OR time < now() - interval '1 hour'
       RETURNING event_id, sequence, time
     ), forgotten AS (
       DELETE FROM inbox WHERE consumer = $2 AND event_id IN (SELECT event_id FROM proven)
     )
     INSERT INTO organisation_beat (time) SELECT max(time) FROM proven WHERE sequence <= $1 HAVING count(*) > 0
     ON CONFLICT (alone) DO UPDATE SET time = greatest(organisation_beat.time, excluded.time)`,
    [handled, consumer],
  );
}

/**
 * Whether a copy whose newest proven beat was told at `beat` (epoch milliseconds) is too old at `now`. One that never
 * heard any belongs to a service that runs without identity, and is not.
 */
export function isStale(beat: number | undefined, now: number): boolean {
  return beat !== undefined && now - beat > freshFor;
}
