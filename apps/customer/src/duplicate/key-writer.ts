import type { UnitOfWork } from '@kontor/database/unit-of-work';
import type { Transaction } from '@kontor/database/transaction';
import type { Call } from '@kontor/access/call';
import { AppError } from '@kontor/errors/app-error';
import { MatchKeyRow } from './match-key.entity.js';
import { nameOf, type Compared } from './duplicate-check.js';
import { DuplicateRefusal } from './duplicate-refusal.js';
import { tellOfRefusal } from './told-beyond-reach.js';
import type { MatchKey } from './rules/match-keys.js';

/** Whose keys they are. */
export interface KeyHolder {
  customerId: string;
  contactId?: string | undefined;
}

/** Writes keys along with the record; those that were compared and found free are claimed, weak ones never. */
export function writeKeys(
  tx: Transaction,
  { customerId, contactId }: KeyHolder,
  keys: readonly MatchKey[],
  { free }: Pick<Compared, 'free'>,
): void {
  for (const key of keys) {
    const claimed = key.strength !== 'weak' && free.has(nameOf(key));
    tx.insert(MatchKeyRow, { ...key, customerId, contactId, claimed });
  }
}

/** Removes the keys that a record no longer has. Keys that came from a merged record stay. */
export async function removeKeys(
  tx: Transaction,
  { customerId, contactId }: KeyHolder,
  keys: readonly MatchKey[],
): Promise<void> {
  if (keys.length === 0) return;
  await tx.query('SELECT free_keys($1, $2, $3, $4)', [
    customerId,
    contactId ?? null,
    keys.map(({ kind }) => kind),
    keys.map(({ key }) => key),
  ]);
}

/** The keys in one list that are not in another. */
export function without(keys: readonly MatchKey[], others: readonly MatchKey[]): MatchKey[] {
  const names = new Set(others.map((key) => `${key.strength} ${nameOf(key)}`));
  return keys.filter((key) => !names.has(`${key.strength} ${nameOf(key)}`));
}

/** Two records that are written at once meet at most this often; each time the other one is there to be seen. */
const mostTries = 5;

/**
 * A unit of work that writes keys. When a key is claimed already, also by one that came at the same moment, it is done
 * again, and `again` says so: the comparison then finds the other record, and refuses this one or accepts it. A refusal
 * that tells of customers beyond the caller's reach is counted and written down before it is thrown.
 */
export async function writeClaiming<T>(
  work: UnitOfWork,
  call: Call,
  write: (tx: Transaction, again: boolean) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work.write(call, (tx) => write(tx, attempt > 1));
    } catch (error) {
      if (error instanceof DuplicateRefusal) await tellOfRefusal(work, call, error);
      if (!isClaimTaken(error)) throw error;
      if (attempt === mostTries) throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });
    }
  }
}

/** Whether a key was claimed by somebody else at the same moment. */
export function isClaimTaken(error: unknown): boolean {
  return (error as { constraint?: string } | undefined)?.constraint === 'match_key_claim';
}
