import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type {
  ListMergesRequest,
  ListMergesResponse,
  MergeCustomersRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/merge_service';
import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, type FieldViolation } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { cancelNextContact, planNextContactAnew } from '../customer/next-contact-reminder.js';
import { writeClaiming } from '../duplicate/key-writer.js';
import { followCustomer } from '../duplicate/record-keys.js';
import { settlePairs } from '../duplicate/settle-pairs.js';
import { externalKey } from '../duplicate/rules/match-keys.js';
import { customerForUpdate } from './merged-into.js';
import { CustomerMerge, type MovedPart } from './merge.entity.js';
import { choiceViolations, chosenValues, contactTimes, takenFields } from './rules/merged-fields.js';
import { undoEnds } from './rules/undo-term.js';

const listed = queryFields(contract.fields('kontor.customer.v1.Merge'), { id: { nullable: false } });

/** Makes two customers one. */
@Injectable()
export class MergeService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  merge(request: MergeCustomersRequest, call: Call): Promise<CustomerMerge> {
    return writeClaiming(this.work, call, (tx) => mergeCustomers(tx, request));
  }

  get(id: string, call: Call): Promise<CustomerMerge> {
    return this.work.readOne(call, async (tx) => {
      const merge = await tx.find(CustomerMerge, id);
      if (!merge) throw new AppError('not_found', 'merge-not-found');
      return merge;
    });
  }

  async list({ customerId, ...request }: ListMergesRequest, call: Call): Promise<ListMergesResponse> {
    const { rows, ...page } = await this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      return listRows(tx, CustomerMerge, 'customer_merge', request, {
        fields: listed,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.winner_id = $1', params: [customerId] },
      });
    });
    return { merges: rows, ...page };
  }
}

/**
 * Makes the loser part of the winner, all in the transaction: the chosen values, everything that refers to the loser,
 * the keys by which it is found. The row of the loser goes, so that no list, count or rule can meet it; what is needed
 * to bring it back stands in the merge. Both rows are locked in the order of their ids: of two merges that share a
 * customer, one waits and then finds it gone.
 */
export async function mergeCustomers(
  tx: Transaction,
  { id, loserId, fields: choice }: MergeCustomersRequest,
): Promise<CustomerMerge> {
  if (id === loserId) throw refused([{ field: 'loserId', reason: 'merge-with-itself' }]);
  const violations = choiceViolations(choice);
  if (violations.length > 0) throw refused(violations);
  checkWritable(tx, takenFields(choice));
  const locked = new Map<string, Customer>();
  for (const one of [id, loserId].sort()) locked.set(one, await customerForUpdate(tx, one));
  // Those who hang something on a customer hold it by its key only: they wait from here on, or are waited for.
  await tx.query('SELECT id FROM customer WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE', [
    [id, loserId],
  ]);
  const [winner, loser] = [locked.get(id), locked.get(loserId)];
  if (!winner || !loser) throw new Error('A locked customer is missing');

  const changes = { ...chosenValues(winner, loser, choice), ...contactTimes(winner, loser) };
  const mergeId = uuidv7();
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
  const after = tx.update(Customer, winner, changes);
  await followCustomer(tx, winner, after, 'as-it-is');
  await keepExternalId(tx, loser, id, mergeId);
  await settlePairs(tx, [id, loserId], 'merged');
  tx.delete(Customer, loser);
  const merge = tx.insert(CustomerMerge, {
    id: mergeId,
    winnerId: id,
    loserId,
    loserNumber: loser.number,
    loserGuardianId: guardianOf(loser),
    loser: taken.row,
    before: pick(winner, changes),
    after: pick(after, changes),
    fields: choice,
    moved: carried.moved,
    state: 'merged',
    undoUntil: undoEnds(tx.now),
    personId: tx.call.caller.personId,
  });
  await tell(tx, winner, after, loser, merge);
  return merge;
}

async function tell(
  tx: Transaction,
  before: Customer,
  after: Customer,
  loser: Customer,
  { id: mergeId }: CustomerMerge,
): Promise<void> {
  const facts = { mergeId, winnerId: after.id, loserId: loser.id };
  for (const { id, version } of [after, loser])
    tx.audit({ action: 'merge', object: 'customer', objectId: id, version, changes: facts });
  emitCustomerChanged(tx, before, after);
  tx.emit('kontor.customer.v1.CustomersMerged', after, {
    ...facts,
    ownerId: guardianOf(after),
    loserOwnerId: guardianOf(loser),
  });
  if (loser.nextContactTime) cancelNextContact(tx, { ...loser, version: loser.version + 1 });
  if (after.nextContactInteractionId !== before.nextContactInteractionId || after.name !== before.name)
    await planNextContactAnew(tx, after);
}

/** Who takes the other system's record over again shall find the winner. */
async function keepExternalId(
  tx: Transaction,
  { source, externalId }: Customer,
  winnerId: string,
  mergeId: string,
): Promise<void> {
  for (const { kind, key, strength } of externalKey(source, externalId)) {
    await tx.query(
      `INSERT INTO match_key (kind, key, strength, customer_id, claimed, merge_ids)
       VALUES ($1, $2, $3, $4, false, ARRAY[$5::uuid])`,
      [kind, key, strength, winnerId, mergeId],
    );
  }
}

/** A field that the caller may not write is not changed by way of a merge either. */
function checkWritable(tx: Transaction, taken: readonly string[]): void {
  const unwritable = rightsOf(tx.call.caller).limits('customer')?.unwritable;
  const refusedFields = taken.filter((field) => unwritable?.has(field));
  if (refusedFields.length === 0) return;
  throw new AppError('forbidden', 'field-not-writable', { params: { field: refusedFields.join(', ') } });
}

/** The values of a customer of the fields that change; null where it has none. */
function pick(customer: Customer, changes: Partial<Customer>): Record<string, unknown> {
  const values = customer as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(changes).map((name) => [name, values[name] ?? null]));
}

function refused(fields: FieldViolation[]): AppError {
  return new AppError('invalid', 'invalid-request', { fields });
}
