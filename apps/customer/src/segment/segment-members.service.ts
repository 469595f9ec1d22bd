import { Inject, Injectable } from '@nestjs/common';
import type { SegmentSnapshot as SnapshotAnswer } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  AddSegmentMembersRequest,
  CountSegmentMembersResponse,
  ListSegmentChangesRequest,
  ListSegmentChangesResponse,
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
import { AppError } from '@kontor/errors/app-error';
import { queryFields, type QueryFields } from '@kontor/query/fields';
import type { ListRequest } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { countOwned, countReached } from './member-counts.js';
import { addMembers, removeMembers } from './member-statements.js';
import {
  Segment,
  SegmentChange,
  SegmentEvaluation,
  SegmentMember,
  SegmentSnapshot,
} from './segment.entity.js';
import { mayKnowMembers, ruleIsCovered } from './segment-rule.js';

const never = { nullable: false };
const changeFields = queryFields(contract.fields('kontor.customer.v1.SegmentChange'), {
  segmentId: never,
  time: never,
});
const snapshotFields = queryFields(contract.fields('kontor.customer.v1.SegmentSnapshot'), {
  segmentId: never,
  ownerId: never,
  freezeTime: never,
});

/** The customers in segments: as each caller reaches them. */
@Injectable()
export class SegmentMembers {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customFields: CustomFields,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  list(
    { segmentId, ...request }: ListSegmentMembersRequest,
    call: Call,
  ): Promise<ListSegmentMembersResponse> {
    return this.work.read(call, async (tx) => {
      await this.knownSegment(tx, segmentId);
      const where = 'r.id IN (SELECT m.customer_id FROM segment_member m WHERE m.segment_id = $1)';
      const { rows, ...page } = await this.customers(tx, request, where, segmentId);
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

  changes(
    { customerId, ...request }: ListSegmentChangesRequest,
    call: Call,
  ): Promise<ListSegmentChangesResponse> {
    return this.work.read(call, async (tx) => {
      await tx.get(Customer, customerId);
      const segments = await tx.select(
        Segment,
        'r.id IN (SELECT c.segment_id FROM segment_change c WHERE c.customer_id = $1)',
        [customerId],
      );
      const known = new Map(
        segments
          .filter((one) => !ruleIsCovered(call.caller, one, this.customerFields()))
          .map(({ id, name }) => [id, name]),
      );
      const { rows, ...page } = await listRows(tx, SegmentChange, 'segment_change', request, {
        fields: changeFields,
        defaultOrder: 'time desc',
        method: call.method,
        secret: this.settings.secret,
        scope: {
          where: 'r.customer_id = $1 AND r.segment_id = ANY ($2::uuid[])',
          params: [customerId, [...known.keys()].sort()],
        },
      });
      return {
        changes: rows.map((row) => ({ ...row, segmentName: known.get(row.segmentId) ?? '' })),
        ...page,
      };
    });
  }

  freeze(id: string, call: Call): Promise<SnapshotAnswer> {
    return this.work.write(call, async (tx) => {
      const segment = await this.knownSegment(tx, id);
      const [evaluation] = await tx.select(SegmentEvaluation, 'r.segment_id = $1', [id]);
      if (evaluation?.state === 'evaluating')
        throw new AppError('conflict', 'segment-evaluating', { retryAfterSeconds: 5 });
      const { name, id: segmentId } = segment;
      const ownerId = call.caller.personId;
      const [made] = await tx.query<{ id: string }>('SELECT uuidv7() AS id');
      const params: unknown[] = [made?.id, segmentId];
      const [frozen] = await tx.query<{ count: number }>(
        `WITH frozen AS (
           INSERT INTO segment_snapshot_member (snapshot_id, customer_id)
           SELECT $1::uuid, r.id FROM segment_member m JOIN customer r ON r.id = m.customer_id
           WHERE m.segment_id = $2 AND ${tx.visible(Customer, 'r', params)} RETURNING 1 AS one)
         SELECT count(*)::int AS count FROM frozen`,
        params,
      );
      return tx.insert(SegmentSnapshot, {
        id: made?.id,
        segmentId,
        name,
        ownerId,
        memberCount: frozen?.count ?? 0,
        freezeTime: tx.now,
      });
    });
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
      return { snapshots: rows, ...page };
    });
  }

  frozen(
    { snapshotId, ...request }: ListSnapshotMembersRequest,
    call: Call,
  ): Promise<ListSegmentMembersResponse> {
    return this.work.read(call, async (tx) => {
      const { freezeTime, segmentId } = await tx.get(SegmentSnapshot, snapshotId);
      const segment = await tx.find(Segment, segmentId);
      if (segment) mayKnowMembers(call.caller, segment, this.customerFields());
      const where = 'r.id IN (SELECT m.customer_id FROM segment_snapshot_member m WHERE m.snapshot_id = $1)';
      const { rows, ...page } = await this.customers(tx, request, where, snapshotId);
      return { members: rows.map((customer) => ({ customer, enterTime: freezeTime })), ...page };
    });
  }

  private customers(tx: Transaction, request: ListRequest, where: string, id: string) {
    return listRows(tx, Customer, 'customer', request, {
      fields: this.customerFields(),
      defaultOrder: 'createTime desc',
      // Filters and orders are those of customers, and so are the fields that the caller may not ask by.
      method: customerList,
      secret: this.settings.secret,
      scope: { where, params: [id] },
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
        throw new AppError('invalid', 'invalid-request', {
          fields: [{ field: 'customerIds', reason: 'segment-ids-or-filter' }],
        });
      }
      return change(tx, segmentId, { customerIds, filter, fields: this.customerFields() });
    });
  }

  private async knownSegment(tx: Transaction, id: string): Promise<Segment> {
    const segment = await tx.get(Segment, id);
    mayKnowMembers(tx.call.caller, segment, this.customerFields());
    return segment;
  }

  private customerFields(): QueryFields {
    return this.customFields.queryFields('customer', customerFields);
  }
}
