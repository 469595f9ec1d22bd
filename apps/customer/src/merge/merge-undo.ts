import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { BeyondReach } from '../customer/first-owner.js';
import { asService, guardianOf } from '../customer/guardian.js';
import { cancelNextContact, planNextContactAnew } from '../customer/next-contact-reminder.js';
import { reopened } from '../customer/rules/reopened.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { followDecided } from '../duplicate/record-keys.js';
import { settlePairs } from '../duplicate/settle-pairs.js';
import { parkBeyondCap } from '../ownership/park-beyond-cap.js';
import { lockHeld } from '../strategy/held.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { separateContacts, settleSeparated } from './contact-joiner.js';
import { customerForUpdate } from './merged-into.js';
import { restoreLaterLosers, valuesToGiveBack } from './later-losers.js';
import { CustomerMerge } from './merge.entity.js';
import { awayFromWhoLeft, giveBackOwner } from './owner-back.js';
import { undoRefusal } from './rules/undo-term.js';
import { restoreWishes } from './wish-undo.js';

/** Makes one customer two again. */
@Injectable()
export class MergeUndo {
  constructor(
    private readonly work: UnitOfWork,
    private readonly book: StrategyBook,
  ) {}

  /** What then belongs to nobody may lie beyond the reach of who may undo: the service does it once more in its own name. */
  undo(id: string, call: Call): Promise<CustomerMerge> {
    return this.undoAs(id, call).catch((error: unknown) => {
      if (!(error instanceof BeyondReach)) throw error;
      return this.undoAs(id, asService(call));
    });
  }

  private undoAs(id: string, call: Call): Promise<CustomerMerge> {
    return writeClaiming(this.work, call, async (tx) => {
      const seen = await tx.get(CustomerMerge, id);
      // The customer first, then the merge: the order in which a further merge of the winner locks them.
      const winner = await standing(tx, seen.winnerId);
      const merge = await tx.getForUpdate(CustomerMerge, id);
      if (merge.winnerId !== winner.id) throw changed();
      const refusal = undoRefusal(merge, tx.now);
      if (refusal) throw new AppError('conflict', refusal);
      if (!tx.reachesOwner('customer', merge.loserGuardianId))
        throw new AppError('forbidden', 'owner-out-of-reach');
      return restore(tx, this.book, winner, merge);
    });
  }
}

/** The winner as it was read; when it became part of another meanwhile, the merge has another winner by now. */
async function standing(tx: Transaction, winnerId: string): Promise<Customer> {
  try {
    return await customerForUpdate(tx, winnerId);
  } catch (error) {
    throw error instanceof AppError && error.reason === 'customer-merged' ? changed() : error;
  }
}

const changed = () => new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });

async function restore(
  tx: Transaction,
  book: StrategyBook,
  before: Customer,
  merge: CustomerMerge,
): Promise<CustomerMerge> {
  const { loserId } = merge;
  const { version } = merge.loser as { version: number };
  // Above every version that anybody has heard of.
  const loser = { ...merge.loser, version: version + 2, update_time: tx.now };
  await restoreLaterLosers(tx, merge, before.id);
  const values = await valuesToGiveBack(tx, merge, before);
  // The loser takes its id in the other system home: two cannot bear it, not for a moment.
  const { source = before.source, externalId } = values;
  const named = externalId === undefined ? before : tx.update(Customer, before, { source, externalId });
  await expectFreeId(tx, merge.loser as { source: string; external_id: string });
  await separateContacts(tx, before.id, merge.contacts);
  await tx.query('SELECT carry_back($1, $2, $3, $4)', [
    JSON.stringify(merge.moved),
    JSON.stringify(loser),
    before.id,
    merge.id,
  ]);
  await tx.query('SELECT keys_home($1, $2)', [before.id, loserId]);
  await tx.query('SELECT carried_home($1, $2, $3, $4)', [
    JSON.stringify(merge.moved),
    loserId,
    before.id,
    merge.id,
  ]);
  await settleSeparated(tx, merge.contacts);
  await restoreWishes(tx, merge, before.id);
  // Nobody's became another's: the history of the one that stood says so no more.
  if (!('ownerId' in merge.after))
    await tx.query('DELETE FROM ownership_change WHERE customer_id = $1 AND cause_id = $2', [
      before.id,
      merge.id,
    ]);
  const again = await tx.get(Customer, loserId);
  // All counters at once, in their one order: what follows locks some of them one by one.
  const owners = [before.ownerId, again.ownerId, merge.before['ownerId'] as string | null | undefined];
  await lockHeld(
    tx,
    owners.flatMap((ownerId) => ownerId ?? []),
  );
  const back = await awayFromWhoLeft(tx, again, merge.id);
  const owned = await giveBackOwner(tx, named, merge);
  const alone = tx.update(Customer, owned, { ...reopened(owned, values, tx.now), ...values });
  emitCustomerChanged(tx, before, alone);
  tx.emit('kontor.customer.v1.CustomerChanged', back, { customer: back, changed: [] });
  const why = { causeId: merge.id, reason: '', actorId: tx.call.caller.personId };
  const after = await parkBeyondCap(tx, book, before, alone, why);
  // While it was merged, nobody had it.
  const restored = await parkBeyondCap(tx, book, { status: back.status }, back, why);
  await followDecided(tx, before, after);
  await settlePairs(tx, [after.id, loserId], 'open');
  const undone = tx.update(CustomerMerge, merge, {
    state: 'undone',
    undoneById: tx.call.caller.personId,
  });
  const facts = { mergeId: merge.id, winnerId: after.id, loserId };
  for (const { id, version: now } of [after, restored])
    tx.audit({ action: 'undo-merge', object: 'customer', objectId: id, version: now, changes: facts });
  tx.emit('kontor.customer.v1.CustomersUnmerged', after, {
    ...facts,
    ownerId: guardianOf(after),
    loserOwnerId: guardianOf(restored),
    contacts: merge.contacts.map(({ keptId, droppedId }) => ({ keptId, droppedId })),
    loserContactIds: await contactsOf(tx, loserId),
  });
  await remindAnew(tx, before, after, restored);
  return undone;
}

/** Throws conflict merge-external-id, naming the customer that was given the loser's id in another system since. */
async function expectFreeId(
  tx: Transaction,
  { source, external_id: externalId }: { source: string; external_id: string },
): Promise<void> {
  const [holder] = await tx.query<{ number: string | null }>('SELECT external_holder($1, $2) AS number', [
    source,
    externalId,
  ]);
  if (holder?.number)
    throw new AppError('conflict', 'merge-external-id', { params: { number: holder.number, externalId } });
}

/** The reminders of both follow what each of them plans now. */
async function remindAnew(
  tx: Transaction,
  before: Customer,
  after: Customer,
  restored: Customer,
): Promise<void> {
  if (before.nextContactInteractionId !== after.nextContactInteractionId || before.name !== after.name) {
    if (after.nextContactTime) await planNextContactAnew(tx, after);
    else if (before.nextContactTime) cancelNextContact(tx, after);
  }
  await planNextContactAnew(tx, restored);
}

/** The contacts that are with the loser again: whoever went on to another customer meanwhile is not. */
async function contactsOf(tx: Transaction, loserId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('SELECT id FROM contact WHERE customer_id = $1 ORDER BY id', [
    loserId,
  ]);
  return rows.map(({ id }) => id);
}
