import { Inject, Injectable } from '@nestjs/common';
import type {
  ListMembershipChangesRequest,
  ListMembershipChangesResponse,
  ListSegmentChangesRequest,
  ListSegmentChangesResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { queryFields } from '@kontor/query/fields';
import type { ListRequest } from '@kontor/query/list';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { fieldsToldBy, hiddenFields } from './covered-members.js';
import { Segment, SegmentChange } from './segment.entity.js';

const never = { nullable: false };
const changeFields = queryFields(contract.fields('kontor.customer.v1.SegmentChange'), {
  segmentId: never,
  customerId: never,
  time: never,
});

/** Who came into segments and who left, as far as that tells nobody of fields that are hidden. */
@Injectable()
export class SegmentChanges {
  constructor(
    private readonly work: UnitOfWork,
    private readonly customFields: CustomFields,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  /** Of one customer, in the segments that the caller sees. */
  ofCustomer(
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
      return this.list(tx, request, segments, 'r.customer_id = $1', customerId);
    });
  }

  /** In one segment, of the customers that the caller reaches. */
  ofSegment(
    { segmentId, ...request }: ListMembershipChangesRequest,
    call: Call,
  ): Promise<ListMembershipChangesResponse> {
    return this.work.read(call, async (tx) => {
      const segment = await tx.get(Segment, segmentId);
      return this.list(tx, request, [segment], 'r.segment_id = $1', segmentId);
    });
  }

  /** A change is judged by the rules that it tells of; one of before these were kept, by what the segment tells now. */
  private async list(
    tx: Transaction,
    request: ListRequest,
    segments: readonly Segment[],
    where: string,
    id: string,
  ) {
    const fields = this.customFields.queryFields('customer', customerFields);
    const hidden = hiddenFields(tx.call.caller, fields) ?? [];
    const open = await openSegments(tx, segments, hidden);
    const nameOf = new Map(segments.map((one) => [one.id, one.name]));
    const { rows, ...page } = await listRows(tx, SegmentChange, 'segment_change', request, {
      fields: changeFields,
      defaultOrder: 'time desc',
      method: tx.call.method,
      secret: this.settings.secret,
      scope: {
        where:
          `${where} AND r.segment_id = ANY ($2::uuid[]) AND ` +
          'CASE WHEN r.rule_fields IS NULL THEN r.segment_id = ANY ($3::uuid[]) ELSE NOT r.rule_fields && $4::text[] END',
        params: [id, [...nameOf.keys()].sort(), open, hidden],
      },
    });
    return {
      changes: rows.map(({ ruleFields: _, ...row }) => ({
        ...row,
        segmentName: nameOf.get(row.segmentId) ?? '',
      })),
      ...page,
    };
  }
}

/** Ids of the segments whose members tell of no hidden field. */
async function openSegments(
  tx: Transaction,
  segments: readonly Segment[],
  hidden: readonly string[],
): Promise<string[]> {
  const told = hidden.length > 0 ? await fieldsToldBy(tx, segments) : new Map<string, string[]>();
  const isOpen = (id: string) => !told.get(id)?.some((name) => hidden.includes(name));
  return segments
    .map(({ id }) => id)
    .filter(isOpen)
    .sort();
}
