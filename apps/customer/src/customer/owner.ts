import { PersonCopy } from '@kontor/people/person-copy.entity';
import { type AppError, refusedField } from '@kontor/errors/app-error';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Throws unless the person works here, is not leaving, and is in the caller's reach. Who is leaving makes no records
 * for others. The person is locked until the transaction ends: a farewell waits for it, and hands this record over too.
 */
export async function ownerAssignable(
  tx: Transaction,
  ownerId: string,
  purpose: 'create' | 'transfer',
): Promise<void> {
  const { caller } = tx.call;
  if (!tx.reachesOwner('customer', ownerId)) throw refused('owner-out-of-reach');
  if (ownerId === caller.personId && purpose === 'create') return;
  const ids = [ownerId, caller.personId];
  const people = await tx.select(
    PersonCopy,
    'r.id = ANY ($1::uuid[])',
    [ids],
    'ORDER BY r.id FOR SHARE OF r',
  );
  const statusOf = (id: string) => people.find((person) => person.id === id)?.status;
  if (purpose === 'create' && statusOf(caller.personId) === 'leaving') throw refused('leaving-gives-nothing');
  const status = statusOf(ownerId);
  if (status === 'leaving' || status === 'left') throw refused(`owner-${status}`);
  if (status !== 'active') throw refused('owner-unknown');
}

/** Those who work here now. Locked until the transaction ends: a farewell waits, and hands over what they get too. */
export async function activeAmong(tx: Transaction, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx.query<{ id: string }>(
    `SELECT id FROM person_copy WHERE id = ANY ($1::uuid[]) AND status = 'active' ORDER BY id FOR SHARE`,
    [[...new Set(personIds)]],
  );
  return new Set(rows.map(({ id }) => id));
}

function refused(reason: string): AppError {
  return refusedField('ownerId', reason);
}
