import type { Transaction } from '@kontor/database/transaction';
import { noteEndedSession } from '@kontor/people/ended-session';
import { ApiKeyRow } from './api-key.entity.js';

/** Removes a key that was read in this transaction. Its access tokens end as those of a session do. */
export async function removeKey(tx: Transaction, key: ApiKeyRow): Promise<void> {
  tx.delete(ApiKeyRow, key);
  const { id, personId } = key;
  tx.emit('kontor.identity.v1.SessionEnded', { id, version: 1 }, { sessionId: id, personId });
  await noteEndedSession(tx, id);
}

/** Removes every key of a person: of somebody who leaves. In a call of identity's own. */
export async function removeKeysOf(tx: Transaction, personId: string): Promise<void> {
  const keys = await tx.select(ApiKeyRow, 'r.person_id = $1', [personId], 'ORDER BY r.id FOR UPDATE OF r');
  for (const key of keys) await removeKey(tx, key);
}
