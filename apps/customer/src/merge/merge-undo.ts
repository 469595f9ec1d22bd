import { Injectable } from '@nestjs/common';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { cancelNextContact, planNextContactAnew } from '../customer/next-contact-reminder.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { followCustomer } from '../duplicate/record-keys.js';
import { settlePairs } from '../duplicate/settle-pairs.js';
import { customerForUpdate } from './merged-into.js';
import { CustomerMerge } from './merge.entity.js';
import { restoredValues } from './rules/merged-fields.js';
import { undoRefusal } from './rules/undo-term.js';

/** Makes one customer two again. */
@Injectable()
export class MergeUndo {
  constructor(private readonly work: UnitOfWork) {}

  undo(id: string, call: Call): Promise<CustomerMerge> {
    return writeClaiming(this.work, call, async (tx) => {
      const seen = await tx.get(CustomerMerge, id);
      // The customer first, then the merge: the order in which a further merge of the winner locks them.
      const winner = await customerForUpdate(tx, seen.winnerId);
      const merge = await tx.getForUpdate(CustomerMerge, id);
      if (merge.winnerId !== winner.id)
        throw new AppError('conflict', 'record-changed', { retryAfterSeconds: 1 });
      const refusal = undoRefusal(merge, tx.now);
      if (refusal) throw new AppError('conflict', refusal);
      if (!tx.reachesOwner('customer', merge.loserGuardianId))
        throw new AppError('forbidden', 'owner-out-of-reach');
      return restore(tx, winner, merge);
    });
  }
}

async function restore(tx: Transaction, before: Customer, merge: CustomerMerge): Promise<CustomerMerge> {
  const { loserId } = merge;
  const { version } = merge.loser as { version: number };
  // Above every version that anybody has heard of.
  const loser = { ...merge.loser, version: version + 2, update_time: tx.now };
  await tx.query('SELECT carry_back($1, $2, $3, $4)', [
    JSON.stringify(merge.moved),
    JSON.stringify(loser),
    before.id,
    merge.id,
  ]);
  const restored = await tx.get(Customer, loserId);
  const after = tx.update(Customer, before, restoredValues(before, merge.before, merge.after));
  await followCustomer(tx, before, after, 'as-it-is');
  await settlePairs(tx, [after.id, loserId], 'open');
  const undone = tx.update(CustomerMerge, merge, {
    state: 'undone',
    undoneById: tx.call.caller.personId,
  });
  const facts = { mergeId: merge.id, winnerId: after.id, loserId };
  for (const { id, version: now } of [after, restored])
    tx.audit({ action: 'undo-merge', object: 'customer', objectId: id, version: now, changes: facts });
  emitCustomerChanged(tx, before, after);
  tx.emit('kontor.customer.v1.CustomersUnmerged', after, {
    ...facts,
    ownerId: guardianOf(after),
    loserOwnerId: guardianOf(restored),
  });
  tx.emit('kontor.customer.v1.CustomerChanged', restored, { customer: restored, changed: [] });
  await remindAnew(tx, before, after, restored);
  return undone;
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
