import { databaseTime } from '@kontor/database/database-time';
import type { Transaction } from '@kontor/database/transaction';
import { whence } from '../whence.js';
import { RefreshTokenRow } from './refresh-token.entity.js';
import { tokenHash } from './refresh-tokens.js';
import { refreshLimits } from './rules/refresh.js';
import { SessionRow } from './session.entity.js';

/** Signs a person in on the device that calls; `manner` is how they proved who they are. */
export async function openSession(
  tx: Transaction,
  personId: string,
  refreshToken: string,
  manner: 'password' | 'oidc',
): Promise<SessionRow> {
  const now = await databaseTime(tx);
  const { userAgent = '', address = '' } = tx.call;
  const session = tx.insert(SessionRow, { personId, userAgent, address, createTime: now, refreshTime: now });
  const changes = { sessionId: session.id, manner, ...whence(tx.call) };
  tx.audit({ action: 'sign-in', object: 'person', objectId: personId, changes });
  tx.insert(RefreshTokenRow, { sessionId: session.id, hash: tokenHash(refreshToken), createTime: now });
  await sweepSessions(tx);
  return session;
}

/** Every sign-in removes a few sessions that idleness ended, with their tokens. */
export async function sweepSessions(tx: Transaction): Promise<void> {
  await tx.query(
    `DELETE FROM session WHERE id IN (
       SELECT id FROM session WHERE refresh_time < clock_timestamp() - $1::bigint * interval '1 ms'
       ORDER BY refresh_time LIMIT 10 FOR UPDATE SKIP LOCKED)`,
    [refreshLimits.idle],
  );
}
