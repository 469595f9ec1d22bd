import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import type { Customer } from '../customer/customer.entity.js';
import { superiorsOf } from '../customer/guardian.js';
import { moveCustomers } from '../ownership/mover.js';
import type { CustomerMerge } from './merge.entity.js';
import { restoredValues } from './rules/restored-values.js';

/** Fields that change along with the owner. */
const ownerFields = ['ownerId', 'keeperId', 'poolId'] as const;

/** What a merge that gives the winner another owner changes of it: all of it comes back with an undo. */
export const movedFields: readonly (keyof Customer)[] = [
  ...ownerFields,
  ...(['assignTime', 'formerOwnerId', 'reclaimCause', 'releaseTime'] as const),
  ...([
    'freezeUntil',
    'freezeStartTime',
    'freezeReason',
    'freezeRequestedUntil',
    'freezeApproverId',
  ] as const),
];

/** What an undo gives back to the winner, but for the owner. */
export function restoredFields(winner: Customer, { before, after }: CustomerMerge): Partial<Customer> {
  const values = restoredValues(winner, before, after);
  if (values.addresses) values.city = values.addresses[0]?.city ?? '';
  // Who has had it since keeps its clocks.
  const kept = 'ownerId' in after && winner.ownerId !== after.ownerId ? movedFields : ownerFields;
  for (const name of kept) delete values[name];
  return values;
}

/**
 * Gives the winner back to whom it belonged before the merge, if the merge gave it away and nobody did since. Who left
 * meanwhile gets nothing.
 */
export async function giveBackOwner(
  tx: Transaction,
  winner: Customer,
  { id: mergeId, before, after }: CustomerMerge,
): Promise<Customer> {
  if (!('ownerId' in after) || winner.ownerId !== after.ownerId) return winner;
  const { ownerId, keeperId, poolId } = before as Record<(typeof ownerFields)[number], string | null>;
  const person = ownerId ? await tx.find(PersonCopy, ownerId) : undefined;
  if (ownerId && person?.status !== 'active') return winner;
  const back = {
    customer: winner,
    toId: ownerId ?? undefined,
    keeperId: keeperId ?? undefined,
    poolId: poolId ?? undefined,
  };
  const why = { cause: 'merge', causeId: mergeId, reason: '', actorId: tx.call.caller.personId } as const;
  const [moved = winner] = await moveCustomers(tx, [back], why);
  return moved;
}

/** A restored customer whose owner or keeper left meanwhile has no owner: the nearest superior who works here keeps it. */
export async function awayFromWhoLeft(
  tx: Transaction,
  customer: Customer,
  mergeId: string,
): Promise<Customer> {
  const guardianId = customer.ownerId ?? customer.keeperId;
  const person = guardianId ? await tx.find(PersonCopy, guardianId) : undefined;
  if (!guardianId || person?.status === 'active') return customer;
  const keeperId = (await superiorsOf(tx, [guardianId])).get(guardianId);
  const move = { customer, toId: undefined, keeperId, poolId: customer.poolId };
  const why = { cause: 'merge', causeId: mergeId, reason: '', actorId: tx.call.caller.personId } as const;
  const [moved = customer] = await moveCustomers(tx, [move], why);
  return moved;
}
