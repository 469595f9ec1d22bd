import type { Transaction } from '@kontor/database/transaction';

/** How long an ended session is remembered, in milliseconds: the life of its last token (5 minutes) and 10 more. */
export const rememberedFor = 15 * 60_000;

/**
 * Notes that a session has ended, or a key was removed: its tokens are refused from the next look of each replica on.
 * Takes out a few that no token can belong to any more. Noting the same one again does nothing.
 */
export async function noteEndedSession(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query('INSERT INTO ended_session (session_id) VALUES ($1) ON CONFLICT DO NOTHING', [sessionId]);
  await tx.query(
    `DELETE FROM ended_session WHERE session_id IN (
       SELECT session_id FROM ended_session WHERE note_time < clock_timestamp() - $1::bigint * interval '1 ms'
       ORDER BY note_time LIMIT 20 FOR UPDATE SKIP LOCKED)`,
    [rememberedFor],
  );
}
