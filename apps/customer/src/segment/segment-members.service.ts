import { Inject, Injectable } from '@nestjs/common';
import type { SegmentSnapshot as SnapshotAnswer } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  AddSegmentMembersRequest,
  CountSegmentMembersResponse,
  ListSegmentMembersRequest,
  ListSegmentMembersResponse,
  ListSegmentSnapshotsRequest,
  ListSegmentSnapshotsResponse,
  ListSnapshotMembersRequest,
  SegmentMembersChange,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { queryFields, type QueryFields } from '@kontor/query/fields';
import type { ListRequest } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { memberCondition } from './member-condition.js';
import { countOwned, countReached } from './member-counts.js';
import { addMembers, removeMembers } from './member-statements.js';
import { Segment, SegmentEvaluation, SegmentMember, SegmentSnapshot } from './segment.entity.js';
import { fieldsTold, mayBeTold } from './covered-members.js';
import { frozenAtOnce, sizeOf } from './freeze.js';
import { companyToday } from './segment-rule.js';

const never = { nullable: false };
const snapshotFields = queryFields(contract.fields('kontor.customer.v1.SegmentSnapshot'), {
  segmentId: never,
  ownerId: never,
  freezeTime: never,
});

function shown({ ruleFields: _, cursor: __, ...snapshot }: SegmentSnapshot): SnapshotAnswer {
  return snapshot;
}

/** Stands for a field that nobody knows any more. */
const unknownField = '?';

/** The customers in segments: as each caller reaches them. */
@Injectable()
export class SegmentMembers {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customFields: CustomFields,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  list(
    { segmentId, ...request }: ListSegmentMembersRequest,
    call: Call,
  ): Promise<ListSegmentMembersResponse> {
    return this.work.read(call, async (tx) => {
      await this.knownSegment(tx, segmentId);
      const { rows, ...page } = await this.customers(tx, request, 'segment_member', 'segment_id', segmentId);
      const entries = await tx.select(
        SegmentMember,
        'r.segment_id = $1 AND r.customer_id = ANY ($2::uuid[])',
        [segmentId, rows.map(({ id }) => id)],
      );
      const timeOf = new Map(entries.map(({ customerId, enterTime }) => [customerId, enterTime]));
      return {
        members: rows.map((customer) => ({ customer, enterTime: timeOf.get(customer.id) ?? tx.now })),
        ...page,
      };
    });
  }

  count(segmentId: string, call: Call): Promise<CountSegmentMembersResponse> {
    return this.work.read(call, async (tx) => {
      await this.knownSegment(tx, segmentId);
      const { personId } = call.caller;
      const [own, reached] = await Promise.all([
        countOwned(tx, segmentId, [personId]),
        countReached(tx, segmentId),
      ]);
      return { own, reached };
    });
  }

  add(request: AddSegmentMembersRequest, call: Call): Promise<SegmentMembersChange> {
    return this.changeByHand(request, call, addMembers);
  }

  remove(request: AddSegmentMembersRequest, call: Call): Promise<SegmentMembersChange> {
    return this.changeByHand(request, call, removeMembers);
  }

  freeze(id: string, call: Call): Promise<SnapshotAnswer> {
    return this.work.write(call, async (tx) => {
      const segment = await this.knownSegment(tx, id);
      const [evaluation] = await tx.select(SegmentEvaluation, 'r.segment_id = $1', [id]);
      if (evaluation?.state === 'failed')
        throw new AppError('conflict', 'segment-failed', { params: { name: segment.name } });
      // What asks by `today` is not yet what it says while it is of another day.
      const { day } = await companyToday(tx, this.settings.companyTimeZone);
      if (evaluation?.state === 'evaluating' || (evaluation?.daily && evaluation.day < day))
        throw new AppError('conflict', 'segment-evaluating', { retryAfterSeconds: 5 });
      const { name, id: segmentId } = segment;
      const ownerId = call.caller.personId;
      const [made] = await tx.query<{ id: string }>('SELECT uuidv7() AS id');
      const membersTotal = await sizeOf(tx, segmentId);
      const facts = { id: made?.id, segmentId, name, ownerId, freezeTime: tx.now, membersTotal };
      const ruleFields = await fieldsTold(tx, segment);
      if (membersTotal > frozenAtOnce) {
        const begun = { ...facts, ruleFields, memberCount: 0, membersDone: 0, state: 'freezing' } as const;
        return shown(tx.insert(SegmentSnapshot, begun));
      }
      const params: unknown[] = [made?.id, segmentId];
      const [frozen] = await tx.query<{ count: number }>(
        `WITH frozen AS (
           INSERT INTO segment_snapshot_member (snapshot_id, customer_id)
           SELECT $1::uuid, r.id FROM segment_member m JOIN customer r ON r.id = m.customer_id
           WHERE m.segment_id = $2 AND ${tx.visible(Customer, 'r', params)} RETURNING 1 AS one)
         SELECT count(*)::int AS count FROM frozen`,
        params,
      );
      const memberCount = frozen?.count ?? 0;
      const whole = { ...facts, ruleFields, memberCount, membersDone: membersTotal, state: 'ready' } as const;
      return shown(tx.insert(SegmentSnapshot, whole));
    });
  }

  snapshot(id: string, call: Call): Promise<SnapshotAnswer> {
    return this.work.read(call, async (tx) => shown(await tx.get(SegmentSnapshot, id)));
  }

  snapshots(
    { segmentId, ...request }: ListSegmentSnapshotsRequest,
    call: Call,
  ): Promise<ListSegmentSnapshotsResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Segment, segmentId);
      const { rows, ...page } = await listRows(tx, SegmentSnapshot, 'segment_snapshot', request, {
        fields: snapshotFields,
        defaultOrder: 'freezeTime desc',
        method: call.method,
        secret: this.settings.secret,
        scope: { where: 'r.segment_id = $1', params: [segmentId] },
      });
      return { snapshots: rows.map(shown), ...page };
    });
  }

  frozen(
    { snapshotId, ...request }: ListSnapshotMembersRequest,
    call: Call,
  ): Promise<ListSegmentMembersResponse> {
    return this.work.read(call, async (tx) => {
      const { freezeTime, segmentId, ruleFields, state } = await tx.get(SegmentSnapshot, snapshotId);
      const segment = ruleFields ? undefined : await tx.find(Segment, segmentId);
      // What was frozen of a segment that is gone, before its fields were kept, may tell of any.
      const told = ruleFields ?? (segment ? await fieldsTold(tx, segment) : [unknownField]);
      mayBeTold(call.caller, told, this.customerFields());
      if (state !== 'ready') throw new AppError('conflict', 'segment-freezing', { retryAfterSeconds: 5 });
      const { rows, ...page } = await this.customers(
        tx,
        request,
        'segment_snapshot_member',
        'snapshot_id',
        snapshotId,
      );
      return { members: rows.map((customer) => ({ customer, enterTime: freezeTime })), ...page };
    });
  }

  private async customers(
    tx: Transaction,
    request: ListRequest,
    table: 'segment_member' | 'segment_snapshot_member',
    column: 'segment_id' | 'snapshot_id',
    id: string,
  ) {
    const condition = await memberCondition(tx, table, column, id);
    return listRows(tx, Customer, 'customer', request, {
      fields: this.customerFields(),
      defaultOrder: 'createTime desc',
      // Filters and orders are those of customers, and so are the fields that the caller may not ask by.
      method: customerList,
      secret: this.settings.secret,
      // A segment that grows while somebody turns its pages is the same segment.
      scope: { ...condition, means: [table, id] },
    });
  }

  private changeByHand(
    { segmentId, customerIds = [], filter }: AddSegmentMembersRequest,
    call: Call,
    change: typeof addMembers,
  ): Promise<SegmentMembersChange> {
    return this.work.write(call, async (tx) => {
      // Its row is locked, so that two who change the members follow each other.
      const segment = await tx.getForUpdate(Segment, segmentId);
      if (segment.kind === 'dynamic') throw new AppError('conflict', 'segment-by-rule');
      if (customerIds.length > 0 === Boolean(filter)) {
        throw refusedField('customerIds', 'segment-ids-or-filter');
      }
      return change(tx, segmentId, { customerIds, filter, fields: this.customerFields() });
    });
  }

  private async knownSegment(tx: Transaction, id: string): Promise<Segment> {
    const segment = await tx.get(Segment, id);
    mayBeTold(tx.call.caller, await fieldsTold(tx, segment), this.customerFields());
    return segment;
  }

  private customerFields(): QueryFields {
    return this.customFields.queryFields('customer', customerFields);
  }
}
