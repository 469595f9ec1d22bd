import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import type { DuplicateRefusal } from './duplicate-refusal.js';

/**
 * People are told of customers beyond their reach when these look like what they enter. That is meant, and would be a
 * search of the whole base without its limit: so it is written down, and counted within 24 hours by a limit of its own.
 */

/** The customers of these that the caller does not reach. */
export async function beyondReach(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const params: unknown[] = [ids];
  const rows = await tx.query<{ id: string }>(
    `SELECT r.id FROM customer r WHERE r.id = ANY ($1::uuid[]) AND ${tx.visible(Customer, 'r', params)}`,
    params,
  );
  const reached = new Set(rows.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !reached.has(id));
}

/** Throws exhausted duplicate-look-limit where the caller was told as often as may be, whatever would be found. */
export async function lookLeft(tx: Transaction): Promise<void> {
  const { caller } = tx.call;
  if (caller.kind !== 'person') return;
  const [looks] = await tx.query<{ told: number; most: number }>('SELECT * FROM duplicate_looks($1)', [
    caller.personId,
  ]);
  if (looks && looks.told >= looks.most) throw usedUp(looks.most);
}

/**
 * Counts and writes down that the caller is told of customers beyond reach; to be called before it is. Throws exhausted
 * duplicate-look-limit.
 */
export async function tellBeyondReach(
  work: UnitOfWork,
  call: Call,
  ids: readonly string[],
  by: 'check' | 'refusal',
): Promise<void> {
  if (ids.length === 0 || call.caller.kind !== 'person') return;
  // Of the call itself nothing was written: its key stays free for when it is sent again.
  await work.write({ ...call, idempotencyKey: undefined }, async (tx) => {
    const [look] = await tx.query<{ taken: boolean; most: number }>('SELECT * FROM take_duplicate_look($1)', [
      call.caller.personId,
    ]);
    if (!look?.taken) throw usedUp(look?.most ?? 0);
    tx.audit({ action: 'duplicate-look', object: 'customer', objectId: '', changes: { by, found: ids } });
  });
}

/** The same for a record that was refused. Where the service wrote it for a person, the person is told. */
export async function tellOfRefusal(
  work: UnitOfWork,
  call: Call,
  { customerIds }: DuplicateRefusal,
): Promise<void> {
  const { service: _, ...caller } = call.caller;
  if (!caller.personId) return;
  const asPerson: Call = { ...call, caller: { ...caller, kind: 'person' } };
  const foreign = await work.read(asPerson, (tx) => beyondReach(tx, customerIds));
  await tellBeyondReach(work, asPerson, foreign, 'refusal');
}

function usedUp(limit: number): AppError {
  return new AppError('exhausted', 'duplicate-look-limit', { params: { limit }, retryAfterSeconds: 3600 });
}
