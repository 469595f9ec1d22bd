import { v7 as uuidv7 } from 'uuid';
import type { MergeCustomersRequest } from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import type { Transaction } from '@kontor/database/transaction';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { cancelNextContact, planNextContactAnew } from '../customer/next-contact-reminder.js';
import { reopened } from '../customer/rules/reopened.js';
import { ownerAssignable } from '../customer/owner.js';
import { followDecided } from '../duplicate/record-keys.js';
import { externalKey } from '../duplicate/rules/match-keys.js';
import { settlePairs } from '../duplicate/settle-pairs.js';
import { moveCustomers } from '../ownership/mover.js';
import { checkNewStatus } from '../strategy/room-check.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { checkChoice, checkTaken } from './choice-check.js';
import { dropJoined, joinContacts } from './contact-joiner.js';
import { customerForUpdate } from './merged-into.js';
import { tellOwners } from './merge-notice.js';
import { mergeResult, type ResultParts } from './merge-result.js';
import { movedFields } from './owner-back.js';
import { CustomerMerge, type MovedPart } from './merge.entity.js';
import { takesOwner } from './rules/choosable.js';
import { undoEnds } from './rules/undo-term.js';
import { strictestWishes, wishesOf } from './wish-keeper.js';

/**
 * Makes the loser part of the winner, all in the transaction: the chosen values, everything that refers to the loser,
 * the keys by which it is found. The row of the loser goes, so that no list, count or rule can meet it; what is needed
 * to bring it back stands in the merge. Both rows are locked in the order of their ids: of two merges that share a
 * customer, one waits and then finds it gone.
 */
export async function mergeCustomers(
  tx: Transaction,
  parts: ResultParts & { book: StrategyBook },
  request: MergeCustomersRequest,
): Promise<CustomerMerge> {
  checkChoice(tx, request);
  const { id, loserId, contacts: joins } = request;
  const locked = new Map<string, Customer>();
  for (const one of [id, loserId].sort()) locked.set(one, await customerForUpdate(tx, one));
  // Those who hang something on a customer hold it by its key only: they wait from here on, or are waited for.
  await tx.query('SELECT id FROM customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [
    [id, loserId],
  ]);
  const [winner, loser] = [locked.get(id), locked.get(loserId)];
  if (!winner || !loser) throw new Error('A locked customer is missing');
  checkTaken(tx, winner, loser, request);
  const { changes, fields: choice } = await mergeResult(tx, parts, winner, loser, request.fields);
  const { status = winner.status } = changes;

  const mergeId = uuidv7();
  const wishes = await wishesOf(tx, [id, loserId]);
  const [taken] = await tx.query<{ row: object }>(
    'SELECT to_jsonb(c) AS row FROM customer c WHERE c.id = $1',
    [loserId],
  );
  const [carried] = await tx.query<{ moved: MovedPart[] }>('SELECT carry_over($1, $2, $3) AS moved', [
    loserId,
    id,
    mergeId,
  ]);
  if (!taken || !carried) throw new Error('A locked customer is missing');
  const joined = await joinContacts(tx, id, joins);
  const strict = await strictestWishes(tx, { winnerId: id, loserId, noted: wishes, joined });
  await dropJoined(tx, joined);
  // It goes before the winner takes what only one may have: its id in another system, its place below a cap.
  tx.delete(Customer, loser);
  const moved = takesOwner(choice)
    ? await giveToOwnerOf(tx, parts.book, { winner, loser, mergeId, status })
    : winner;
  if (moved === winner) await checkNewStatus(tx, parts.book, standing(winner, loser, status), status);
  const whole = { ...reopened(moved, changes, tx.now), ...changes };
  const after = tx.update(Customer, moved, whole);
  await followDecided(tx, winner, after);
  await keepExternalIds(tx, [winner, loser], after, mergeId);
  await settlePairs(tx, [id, loserId], 'merged');
  const changed = [...Object.keys(whole), ...(moved === winner ? [] : movedFields)];
  const merge = tx.insert(CustomerMerge, {
    id: mergeId,
    winnerId: id,
    loserId,
    loserNumber: loser.number,
    loserGuardianId: guardianOf(loser),
    loser: taken.row,
    before: pick(winner, changed),
    after: pick(after, changed),
    fields: choice,
    contacts: joined,
    wishes: strict,
    moved: carried.moved,
    state: 'merged',
    undoUntil: undoEnds(tx.now),
    personId: tx.call.caller.personId,
  });
  await tell(tx, winner, after, loser, merge);
  tellOwners(tx, { winner, after, loser, mergeId });
  return merge;
}

/** The winner as it stands before a status that it has from the loser: what the loser was is no step of the winner's. */
function standing(winner: Customer, loser: Customer, status: Customer['status']): Customer {
  return status === loser.status && status === 'cooperating' ? { ...winner, status } : winner;
}

/** The winner in the hands of the loser's owner, if there is room: the loser's own place is free by now. */
async function giveToOwnerOf(
  tx: Transaction,
  book: StrategyBook,
  {
    winner,
    loser,
    mergeId,
    status,
  }: { winner: Customer; loser: Customer; mergeId: string; status: Customer['status'] },
): Promise<Customer> {
  const toId = loser.ownerId;
  if (!toId || toId === winner.ownerId) return winner;
  await ownerAssignable(tx, toId, 'transfer');
  await checkNewStatus(tx, book, standing(winner, loser, status), status, toId);
  const [moved = winner] = await moveCustomers(tx, [{ customer: winner, toId }], {
    cause: 'merge',
    causeId: mergeId,
    reason: '',
    actorId: tx.call.caller.personId,
  });
  return moved;
}

async function tell(
  tx: Transaction,
  before: Customer,
  after: Customer,
  loser: Customer,
  { id: mergeId, contacts, wishes }: CustomerMerge,
): Promise<void> {
  const facts = { mergeId, winnerId: after.id, loserId: loser.id };
  const joined = contacts.map(({ keptId, droppedId }) => ({ keptId, droppedId }));
  const stricter = wishes.map(({ contactId, doNotCall, withdrawn }) => ({ contactId, doNotCall, withdrawn }));
  const changes = {
    ...facts,
    ...(joined.length > 0 && { contacts: joined }),
    ...(stricter.length > 0 && { stricterWishes: stricter }),
  };
  for (const { id, version } of [after, loser])
    tx.audit({ action: 'merge', object: 'customer', objectId: id, version, changes });
  emitCustomerChanged(tx, before, after);
  tx.emit('kontor.customer.v1.CustomersMerged', after, {
    ...facts,
    ownerId: guardianOf(after),
    loserOwnerId: guardianOf(loser),
    contacts: joined,
  });
  if (loser.nextContactTime) cancelNextContact(tx, { ...loser, version: loser.version + 1 });
  if (after.nextContactInteractionId === before.nextContactInteractionId && after.name === before.name)
    return;
  if (after.nextContactInteractionId) await planNextContactAnew(tx, after);
  else cancelNextContact(tx, after);
}

/** Who takes a record of the other system over again shall find the winner, by the id that it does not bear itself, too. */
async function keepExternalIds(
  tx: Transaction,
  both: readonly Customer[],
  after: Customer,
  mergeId: string,
): Promise<void> {
  const [borne] = externalKey(after.source, after.externalId);
  const lost = both.flatMap(({ source, externalId }) => externalKey(source, externalId));
  for (const { kind, key, strength } of lost) {
    if (key === borne?.key) continue;
    await tx.query(
      `INSERT INTO match_key (kind, key, strength, customer_id, claimed, merge_ids)
       VALUES ($1, $2, $3, $4, false, ARRAY[$5::uuid])`,
      [kind, key, strength, after.id, mergeId],
    );
  }
}

/** The values of a customer of the fields that change; null where it has none. */
function pick(customer: Customer, names: readonly string[]): Record<string, unknown> {
  const values = customer as unknown as Record<string, unknown>;
  return Object.fromEntries(names.map((name) => [name, values[name] ?? null]));
}
