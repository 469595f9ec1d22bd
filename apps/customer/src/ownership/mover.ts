import type { OwnershipCause } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import type { Transaction } from '@kontor/database/transaction';
import { emitCustomerChanged } from '../customer/customer-events.js';
import type { Customer } from '../customer/customer.entity.js';
import { Customer as CustomerEntity } from '../customer/customer.entity.js';
import { cancelNextContact, planNextContact } from '../customer/next-contact-reminder.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { lockHeld } from '../strategy/held.js';
import { OwnershipChange } from './ownership-change.entity.js';
import { given, taken } from './rules/owner-change.js';

/** A customer, read and locked in this transaction, and who gets it. */
export interface Move {
  customer: Customer;
  /** Who gets it; absent where nobody does. */
  toId?: string | undefined;
  /** Where it waits without owner. */
  poolId?: string | undefined;
  /** Who manages it without owner. */
  keeperId?: string | undefined;
  /** Who found it, where it is without owner because that one holds as many as allowed. */
  finderId?: string | undefined;
}

/** What a change of owner is told with. */
export interface MoveCause {
  cause: OwnershipCause;
  /** The hand-over or rotation. */
  causeId?: string | undefined;
  reason: string;
  /** Absent where Kontor does by itself. */
  actorId?: string | undefined;
}

/**
 * Gives customers to other owners, or takes them from theirs, all in the transaction: guarded update, audit, event,
 * history, and the reminder of the next contact planned for the new owner. The only way in which an owner changes. Who has
 * a customer already is given nothing: its clocks run on and its freeze stays. Returns the customers as they will stand.
 */
export async function moveCustomers(
  tx: Transaction,
  wanted: readonly Move[],
  why: MoveCause,
): Promise<Customer[]> {
  const moves = wanted.filter(({ customer, toId }) => !toId || toId !== customer.ownerId);
  // All counters in one order, before the rows that change them one by one.
  await lockHeld(
    tx,
    moves.flatMap(({ customer, toId }) => [customer.ownerId ?? [], toId ?? []].flat()),
  );
  const talks = await plannedTalks(tx, moves);
  const moved = moves.map((move) => {
    const { customer: before, toId } = move;
    const changes = toId ? given(toId, tx.now) : taken(before, { ...move, ...why }, tx.now);
    const after = tx.update(CustomerEntity, before, changes);
    const { reason, causeId } = why;
    tx.audit({
      action: toId ? 'transfer' : 'release',
      object: 'customer',
      objectId: before.id,
      version: after.version,
      changes: { reason, ...(causeId ? { [why.cause]: causeId } : {}) },
    });
    emitCustomerChanged(tx, before, after);
    const talk = talks.get(after.nextContactInteractionId ?? '');
    if (talk) planNextContact(tx, after, talk);
    else if (!toId && before.nextContactTime) cancelNextContact(tx, after);
    return after;
  });
  moves.forEach(({ customer: { id, ownerId, poolId: fromPool }, toId, poolId }) => {
    if (ownerId !== toId) noteOwner(tx, { id, ownerId: toId, poolId: poolId ?? fromPool }, why, ownerId);
  });
  const after = new Map(moved.map((customer) => [customer.id, customer]));
  return wanted.map(({ customer }) => after.get(customer.id) ?? customer);
}

/** Writes the history of a customer's owners along with the change; `fromId` is absent for a new customer. */
export function noteOwner(
  tx: Transaction,
  { id, ownerId, poolId }: Pick<Customer, 'id' | 'ownerId' | 'poolId'>,
  { cause, causeId, reason, actorId }: MoveCause,
  fromId?: string,
): void {
  tx.insert(OwnershipChange, {
    customerId: id,
    fromId,
    toId: ownerId,
    poolId,
    cause,
    causeId,
    reason,
    actorId: actorId || undefined,
    time: tx.now,
  });
}

/** The talks whose next contacts are planned. Read before the move, after which they may be out of sight. */
async function plannedTalks(tx: Transaction, moves: readonly Move[]): Promise<Map<string, Interaction>> {
  const ids = moves.flatMap(({ customer }) => customer.nextContactInteractionId ?? []);
  if (ids.length === 0) return new Map();
  const talks = await tx.select(Interaction, 'r.id = ANY ($1::uuid[])', [ids]);
  return new Map(talks.map((talk) => [talk.id, talk]));
}
