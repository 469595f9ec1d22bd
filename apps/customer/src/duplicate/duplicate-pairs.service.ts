import { Inject, Injectable } from '@nestjs/common';
import type { DuplicatePair as PairAnswer } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import type {
  DismissDuplicatePairRequest,
  ListDuplicatePairsRequest,
  ListDuplicatePairsResponse,
  MergeDuplicatePairRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/duplicate_service';
import type { Call } from '@kontor/access/call';
import { viewOf } from '@kontor/access/view';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { refuseCovered } from '@kontor/query/covered-fields';
import { queryFields } from '@kontor/query/fields';
import { parseFilter } from '@kontor/query/filter';
import { listRows } from '@kontor/query/list-rows';
import { parseOrder } from '@kontor/query/order';
import { contract } from '@kontor/schema/contract';
import type { FieldRights } from '@kontor/schema/view';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { Customer } from '../customer/customer.entity.js';
import type { CustomerMerge } from '../merge/merge.entity.js';
import { mergeCustomers } from '../merge/merge-customers.js';
import { customerForUpdate } from '../merge/merged-into.js';
import { StrategyBook } from '../strategy/strategy-book.js';
import { DuplicatePair } from './duplicate-pair.entity.js';
import { writeClaiming } from './key-writer.js';
import { isKindVisibleOfBoth, seesAllKinds } from './rules/kind-fields.js';
import { pairScore } from './rules/pair-score.js';

const never = { nullable: false };
const fields = queryFields(contract.fields('kontor.customer.v1.DuplicatePair'), {
  id: never,
  firstId: never,
  secondId: never,
  score: never,
  state: never,
});

/** Who is not shown by what pairs look alike could find it out by their score. Throws forbidden field-hidden. */
function refuseScore({ filter, orderBy }: ListDuplicatePairsRequest): void {
  const asked = filter ? parseFilter(filter, fields) : undefined;
  const keys = orderBy?.trim() ? parseOrder(orderBy, fields, 'createTime desc') : [];
  refuseCovered(({ name }) => name === 'score', fields, asked, keys);
}

/** Pairs of customers that look alike, and what people make of them. */
@Injectable()
export class DuplicatePairs {
  constructor(
    private readonly work: UnitOfWork,
    readonly book: StrategyBook,
    readonly customFields: CustomFields,
    readonly customValues: CustomValueWriter,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  async list(request: ListDuplicatePairsRequest, call: Call): Promise<ListDuplicatePairsResponse> {
    const seesAll = seesAllKinds(viewOf(call.caller)?.rights);
    if (!seesAll) refuseScore(request);
    return this.work.read(call, async (tx) => {
      const params: unknown[] = [];
      // The policy asks for the first; both have to be there and in sight.
      const second = `EXISTS (SELECT 1 FROM customer c WHERE c.id = r.second_id AND ${tx.visible(Customer, 'c', params)})`;
      const where = request.filter ? second : `r.state = 'open' AND ${second}`;
      const { rows, ...page } = await listRows(tx, DuplicatePair, 'duplicate_pair', request, {
        fields,
        defaultOrder: seesAll ? 'score desc' : 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where, params },
      });
      return { pairs: await withNames(tx, rows), ...page };
    });
  }

  dismiss({ id, reason }: DismissDuplicatePairRequest, call: Call): Promise<PairAnswer> {
    return this.work.write(call, async (tx) => {
      // The customers first, then the pair: the order in which a merge of them locks these.
      const { firstId, secondId } = await openPair(tx, id);
      await customerForUpdate(tx, firstId);
      await customerForUpdate(tx, secondId);
      const pair = await openPair(tx, id, 'FOR UPDATE OF r');
      const { personId } = call.caller;
      const after = tx.update(DuplicatePair, pair, { state: 'dismissed', reason, personId });
      return (await withNames(tx, [after]))[0] as PairAnswer;
    });
  }

  merge({ id, winnerId, ...choice }: MergeDuplicatePairRequest, call: Call): Promise<CustomerMerge> {
    return writeClaiming(this.work, call, async (tx) => {
      const { firstId, secondId } = await openPair(tx, id);
      if (winnerId !== firstId && winnerId !== secondId) {
        throw refusedField('winnerId', 'not-of-this-pair');
      }
      const loserId = winnerId === firstId ? secondId : firstId;
      return mergeCustomers(tx, this, { id: winnerId, loserId, ...choice });
    });
  }
}

/** The open pair, of which the caller sees both customers. */
async function openPair(tx: Transaction, id: string, lock = ''): Promise<DuplicatePair> {
  const [pair] = await tx.select(DuplicatePair, 'r.id = $1', [id], lock);
  if (!pair || !(await tx.find(Customer, pair.secondId)))
    throw new AppError('not_found', 'duplicate-pair-not-found');
  if (pair.state !== 'open') throw new AppError('conflict', 'pair-settled');
  return pair;
}

/** What the two have in common and how likely they are one, by what the caller sees of it. */
function visibleLikeness(
  { matched, score }: DuplicatePair,
  rights: FieldRights | undefined,
): Pick<DuplicatePair, 'matched' | 'score'> {
  const seen = matched.filter((kind) => isKindVisibleOfBoth(kind, rights));
  return { matched: seen, score: seen.length === matched.length ? score : pairScore(seen).toFixed(2) };
}

async function withNames(tx: Transaction, pairs: readonly DuplicatePair[]): Promise<PairAnswer[]> {
  if (pairs.length === 0) return [];
  const ids = pairs.flatMap(({ firstId, secondId }) => [firstId, secondId]);
  const customers = await tx.select(Customer, 'r.id = ANY ($1::uuid[])', [ids]);
  const names = new Map(customers.map(({ id, name }) => [id, name]));
  const rights = viewOf(tx.call.caller)?.rights;
  return pairs.map((pair) => ({
    ...pair,
    ...visibleLikeness(pair, rights),
    firstName: names.get(pair.firstId) ?? '',
    secondName: names.get(pair.secondId) ?? '',
  }));
}
