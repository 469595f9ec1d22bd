import { PersonCopy } from '@kontor/people/person-copy.entity';
import { AppError } from '@kontor/errors/app-error';
import type { Transaction } from '@kontor/database/transaction';

/** Throws unless the person works here and is the caller or below (or the caller reaches everybody). */
export async function ownerAssignable(tx: Transaction, ownerId: string): Promise<void> {
  const { caller } = tx.call;
  const reached = tx.reach === 'all' || tx.reach.includes(ownerId);
  if (!reached) throw refused('owner-out-of-reach');
  if (ownerId === caller.personId) return;
  const person = await tx.find(PersonCopy, ownerId);
  if (person?.status !== 'active') throw refused('owner-unknown');
}

function refused(reason: string): AppError {
  return new AppError('invalid', 'invalid-request', { fields: [{ field: 'ownerId', reason }] });
}
