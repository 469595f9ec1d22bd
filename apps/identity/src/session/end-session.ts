import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { noteEndedSession } from '@kontor/people/ended-session';
import { whence } from '../whence.js';
import { SessionRow, type SessionEnd } from './session.entity.js';

/**
 * Ends a session that was read and locked in this transaction, and tells of it. Identity itself notes it at once,
 * whether events travel or not.
 */
export async function endSession(
  tx: Transaction,
  session: SessionRow,
  endReason: SessionEnd,
  now: string,
): Promise<void> {
  const { id, version, personId } = tx.update(SessionRow, session, { endTime: now, endReason });
  tx.audit({
    action: 'end',
    object: 'session',
    objectId: id,
    version,
    changes: { endReason, ...whence(tx.call) },
  });
  tx.emit('kontor.identity.v1.SessionEnded', { id, version }, { sessionId: id, personId });
  await noteEndedSession(tx, id);
}

/** Ends every session of a person, but for the one to keep. Sees those of others only in a call of identity's own. */
export async function endSessionsOf(
  tx: Transaction,
  personId: string,
  endReason: SessionEnd,
  keptSessionId = '',
): Promise<void> {
  const sessions = await tx.select(
    SessionRow,
    'r.person_id = $1 AND r.end_time IS NULL AND r.id::text <> $2',
    [personId, keptSessionId],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  const now = await databaseTime(tx);
  for (const session of sessions) await endSession(tx, session, endReason, now);
}
