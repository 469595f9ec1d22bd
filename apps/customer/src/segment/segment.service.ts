import { Inject, Injectable } from '@nestjs/common';
import type { Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { Segment as SegmentAnswer } from '@kontor/contracts/gen/kontor/customer/v1/segment';
import type {
  CreateSegmentRequest,
  CreateSegmentShareRequest,
  DeleteSegmentRequest,
  DeleteSegmentShareRequest,
  ListSegmentSharesResponse,
  ListSegmentsRequest,
  ListSegmentsResponse,
  PreviewSegmentRequest,
  PreviewSegmentResponse,
  UpdateSegmentRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/segment_service';
import type { Call } from '@kontor/access/call';
import { CustomFields } from '@kontor/custom-fields/custom-fields';
import { tellFieldUse } from '@kontor/custom-fields/field-use';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { endShare, mayShare, shareRecord, sharesOf, type SharedRecord } from '@kontor/people/shares';
import { queryFields, type QueryFields } from '@kontor/query/fields';
import { filterSql } from '@kontor/query/filter-sql';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields } from '../customer/customer-fields.js';
import { Customer } from '../customer/customer.entity.js';
import { Segment, SegmentEvaluation } from './segment.entity.js';
import { SegmentJob } from './segment.job.js';
import { ruleFields } from './rules/rule-fields.js';
import { companyToday, ruleIsCovered, ruleIsDaily, ruleOf } from './segment-rule.js';

const object = 'segment';
const message = 'kontor.customer.v1.Segment';
const never = { nullable: false };
const fields = queryFields(contract.fields(message), { ownerId: never, name: never, kind: never });

/** A preview counts no further. */
const mostPreviewed = 10_000;

/** Segments as people make, change and share them. */
@Injectable()
export class SegmentService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly job: SegmentJob,
    private readonly customFields: CustomFields,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  async create({ segment }: CreateSegmentRequest, call: Call): Promise<SegmentAnswer> {
    const made = await this.work.write(call, async (tx) => {
      const { name, description, kind, rule } = segment as SegmentAnswer;
      const row = { name, description, kind, rule, ownerId: call.caller.personId };
      if (kind === 'static' && rule) throw refusedField('rule', 'segment-static-rule');
      if (kind === 'dynamic' && !rule) throw refusedField('rule', 'segment-rule-needed');
      if (kind === 'dynamic') ruleOf(call.caller, rule, this.customerFields(), await this.today(tx));
      const created = tx.insert(Segment, row);
      tellUse(tx, created);
      if (kind === 'dynamic') await this.evaluate(tx, created);
      return { ...created, ruleHidden: false, state: kind === 'dynamic' ? 'evaluating' : 'ready' } as const;
    });
    this.job.wake();
    return made;
  }

  get(id: string, call: Call): Promise<SegmentAnswer> {
    return this.work.read(call, async (tx) => {
      const [answer] = await answers(tx, [await tx.get(Segment, id)], this.customerFields());
      return answer as SegmentAnswer;
    });
  }

  list(request: ListSegmentsRequest, call: Call): Promise<ListSegmentsResponse> {
    return this.work.read(call, async (tx) => {
      const { rows, ...page } = await listRows(tx, Segment, 'segment', request, {
        fields,
        defaultOrder: 'createTime desc',
        method: call.method,
        secret: this.settings.secret,
      });
      return { segments: await answers(tx, rows, this.customerFields()), ...page };
    });
  }

  async update({ id, segment, updateMask, etag }: UpdateSegmentRequest, call: Call): Promise<SegmentAnswer> {
    const updated = await this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Segment, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Segment>(message, segment as Segment | undefined, updateMask);
      if (changes.kind !== undefined && changes.kind !== before.kind)
        throw refusedField('kind', 'segment-kind-set');
      const { rule } = changes;
      if (rule !== undefined && before.kind === 'static' && rule)
        throw refusedField('rule', 'segment-static-rule');
      if (rule !== undefined && before.kind === 'dynamic') {
        if (!rule) throw refusedField('rule', 'segment-rule-needed');
        ruleOf(call.caller, rule, this.customerFields(), await this.today(tx));
      }
      const after = tx.update(Segment, before, changes);
      if (after.kind === 'dynamic' && after.rule !== before.rule) await this.evaluate(tx, after);
      tellUse(tx, after, before.rule);
      const [answer] = await answers(tx, [after], this.customerFields());
      return answer as SegmentAnswer;
    });
    this.job.wake();
    return updated;
  }

  delete({ id, etag }: DeleteSegmentRequest, call: Call): Promise<void> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Segment, id);
      expectEtag(before, etag);
      tx.delete(Segment, before);
      tellUse(tx, { ...before, version: before.version + 1, rule: '' }, before.rule);
      const { day } = await this.today(tx);
      // The members go in the background: there may be a million of them.
      await tx.query(
        `INSERT INTO segment_evaluation (segment_id, state, day, daily) VALUES ($1, 'removing', $2, false)
         ON CONFLICT (segment_id) DO UPDATE SET state = 'removing'`,
        [id, day],
      );
    });
  }

  preview({ rule }: PreviewSegmentRequest, call: Call): Promise<PreviewSegmentResponse> {
    return this.work.read(call, async (tx) => {
      const filter = ruleOf(call.caller, rule, this.customerFields(), await this.today(tx));
      const params: unknown[] = [];
      const matches = filterSql(filter, this.customerFields(), params, 'r');
      const [found] = await tx.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM (
           SELECT 1 FROM customer r WHERE (${matches}) AND ${tx.visible(Customer, 'r', params)}
           LIMIT ${mostPreviewed + 1}) matching`,
        params,
      );
      const count = found?.count ?? 0;
      return { count: Math.min(count, mostPreviewed), more: count > mostPreviewed };
    });
  }

  share({ segmentId, share }: CreateSegmentShareRequest, call: Call): Promise<Share> {
    return this.work.write(call, async (tx) =>
      shareRecord(tx, recordOf(await tx.getForUpdate(Segment, segmentId)), share as Share),
    );
  }

  shares(segmentId: string, call: Call): Promise<ListSegmentSharesResponse> {
    return this.work.read(call, async (tx) => {
      mayShare(tx, recordOf(await tx.get(Segment, segmentId)));
      return { shares: await sharesOf(tx, object, segmentId) };
    });
  }

  endShare({ segmentId, id }: DeleteSegmentShareRequest, call: Call): Promise<void> {
    return this.work.write(call, async (tx) => endShare(tx, recordOf(await tx.get(Segment, segmentId)), id));
  }

  private customerFields(): QueryFields {
    return this.customFields.queryFields('customer', customerFields);
  }

  private today(tx: Transaction) {
    return companyToday(tx, this.settings.companyTimeZone);
  }

  /** Has all customers gone through, from the first on. */
  private async evaluate(tx: Transaction, { id, rule }: Segment): Promise<void> {
    const { day } = await this.today(tx);
    await tx.query(
      `INSERT INTO segment_evaluation AS e (segment_id, state, day, daily, rule_fields)
       VALUES ($1, 'evaluating', $2, $3, $4::text[])
       ON CONFLICT (segment_id) DO UPDATE SET state = 'evaluating', cursor = NULL, day = $2, daily = $3,
         rule_fields = ARRAY(SELECT DISTINCT unnest(e.rule_fields || excluded.rule_fields))`,
      [id, day, ruleIsDaily(rule, this.customerFields()), ruleFields(rule)],
    );
  }
}

/** Segments as the caller may see them: without a rule that asks by what the caller does not see. */
async function answers(
  tx: Transaction,
  rows: readonly Segment[],
  customer: QueryFields,
): Promise<SegmentAnswer[]> {
  const ids = rows.map(({ id }) => id);
  const evaluations = await tx.select(SegmentEvaluation, 'r.segment_id = ANY ($1::uuid[])', [ids]);
  const evaluationOf = new Map(evaluations.map((evaluation) => [evaluation.segmentId, evaluation]));
  return rows.map((row) => {
    const ruleHidden = ruleIsCovered(tx.call.caller, row, customer);
    const { state = 'ready', evaluateTime } = evaluationOf.get(row.id) ?? {};
    return {
      ...row,
      rule: ruleHidden ? '' : row.rule,
      ruleHidden,
      state: state === 'removing' ? 'ready' : state,
      evaluateTime,
    };
  });
}

function tellUse(tx: Transaction, { id, version, name, rule: filter }: Segment, before?: string): void {
  tellFieldUse(tx, { kind: 'segment', id, version, name, object: 'customer', filter }, before);
}

function recordOf({ id, ownerId }: Segment): SharedRecord {
  return { object, id, ownerId };
}
