import type { Transaction } from '@kontor/database/transaction';
import { beatInterval } from '@kontor/people/organisation-beat';

/** One record, whose every beat is a version. */
const aggregateId = 'organisation';

/** Beats between two rounds of removing old ones from the outbox. */
const sweepEvery = 100;

/**
 * Tells every service that identity is heard, unless a replica did so a moment ago: the row is locked, so one at a time
 * looks. The moment told is before the commit, and before any event that still waits to be sent: whoever hears it has
 * heard what was committed until then. What was told an hour ago is nothing to replay and leaves the outbox. Resolves to whether it told.
 */
export async function tellBeat(tx: Transaction): Promise<boolean> {
  const [sent] = await tx.query<{ version: number }>(
    `UPDATE beat_sent SET time = clock_timestamp(), version = version + 1
     WHERE time <= clock_timestamp() - $1::bigint * interval '1 ms' RETURNING version`,
    // A little less than the interval, so that a timer that is early once does not leave a beat out.
    [beatInterval - 200],
  );
  if (!sent) return false;
  const { version } = sent;
  const time = await toldUpTo(tx);
  tx.emit('kontor.identity.v1.OrganisationBeat', { id: aggregateId, version }, { time });
  if (version % sweepEvery === 0)
    await tx.query(
      `DELETE FROM outbox WHERE type = 'kontor.identity.v1.OrganisationBeat' AND publish_time IS NOT NULL
       AND create_time < clock_timestamp() - interval '1 hour'`,
    );
  return true;
}

/** Events that take rights away, or may. */
const takingRights = [
  'SessionEnded',
  'PersonChanged',
  'RoleChanged',
  'RoleDeleted',
  'SubstitutionChanged',
].map((name) => `kontor.identity.v1.${name}`);

/** Now, or since when such an event waits in the outbox: those of other partitions may be sent behind the beat. */
async function toldUpTo(tx: Transaction): Promise<string> {
  const [row] = await tx.query<{ time: string }>(
    `SELECT to_char(least($1::timestamptz, (SELECT min(create_time) FROM outbox
         WHERE publish_time IS NULL AND type = ANY ($2::text[])))
       AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS time`,
    [tx.now, takingRights],
  );
  return row?.time ?? tx.now;
}
