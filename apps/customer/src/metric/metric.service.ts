import { Inject, Injectable } from '@nestjs/common';
import type { MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type {
  CreateMetricRequest,
  GetMetricValueRequest,
  ListMetricsRequest,
  ListMetricsResponse,
  UpdateMetricRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { Call } from '@kontor/access/call';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { coveredFields, refuseCovered } from '@kontor/query/covered-fields';
import { queryFields } from '@kontor/query/fields';
import { filterSql } from '@kontor/query/filter-sql';
import { parseFilter } from '@kontor/query/filter';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { customerFields, customerList } from '../customer/customer-fields.js';
import { Metric, MetricVersion } from './metric.entity.js';
import { fieldsThen } from './rules/past.js';
import { drillDown, ownersOfScope, scopeSql, type ScopeOwners } from './scope.js';

const message = 'kontor.customer.v1.Metric';
const fields = queryFields(contract.fields(message), { id: { nullable: false }, code: { nullable: false } });

/** Named numbers of customers. */
@Injectable()
export class MetricService {
  constructor(
    private readonly work: UnitOfWork,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret'>,
  ) {}

  create({ metric }: CreateMetricRequest, call: Call): Promise<Metric> {
    return this.work.write(call, (tx) => {
      const { filter } = metric as Metric;
      const created = tx.insert(Metric, {
        ...(metric as Metric),
        filter: canonical(filter),
        startTime: tx.now,
      });
      noteVersion(tx, created);
      return Promise.resolve(created);
    });
  }

  get(id: string, call: Call): Promise<Metric> {
    return this.work.readOne(call, (tx) => tx.get(Metric, id));
  }

  async list(request: ListMetricsRequest, call: Call): Promise<ListMetricsResponse> {
    const { rows, ...page } = await this.work.read(call, (tx) =>
      listRows(tx, Metric, 'metric', request, {
        fields,
        defaultOrder: 'code',
        method: call.method,
        secret: this.settings.secret,
      }),
    );
    return { metrics: rows, ...page };
  }

  update({ id, metric, updateMask, etag }: UpdateMetricRequest, call: Call): Promise<Metric> {
    return this.work.write(call, async (tx) => {
      const before = await tx.getForUpdate(Metric, id);
      expectEtag(before, etag);
      const changes = maskedChanges<Metric>(message, metric as Metric | undefined, updateMask);
      if (changes.code !== undefined && changes.code !== before.code) {
        throw new AppError('invalid', 'invalid-request', {
          fields: [{ field: 'code', reason: 'metric-code-stays' }],
        });
      }
      if (changes.filter !== undefined) changes.filter = canonical(changes.filter);
      const counts = changes.filter !== undefined && changes.filter !== before.filter;
      const after = tx.update(Metric, before, { ...changes, ...(counts && { startTime: tx.now }) });
      if (counts) noteVersion(tx, after);
      return after;
    });
  }

  value({ id, asOf, ...scope }: GetMetricValueRequest, call: Call): Promise<MetricValue> {
    return this.work.read(call, async (tx) => {
      const metric = await tx.get(Metric, id);
      const owners = await ownersOfScope(tx, scope);
      const past = asOf !== undefined && Date.parse(asOf) < Date.parse(tx.now) ? asOf : undefined;
      const definition = past ? await definitionThen(tx, metric, past) : metric;
      const filter = parseFilter(definition.filter, customerFields);
      const covered = coveredFields(call.caller, customerList);
      if (covered) refuseCovered(covered, customerFields, filter, []);
      const drillDownFilter = past ? undefined : drillDown(filter, owners);
      const params: unknown[] = [];
      const source = past ? customersThen(past, owners, params) : 'customer';
      const condition = filterSql(
        filter,
        past ? fieldsThen(filter, customerFields) : customerFields,
        params,
        'r',
      );
      const theirs = past ? 'TRUE' : scopeSql(owners, params);
      const [row] = await tx.query<{ value: number }>(
        `SELECT count(*)::int AS value FROM ${source} r WHERE (${condition}) AND ${theirs}`,
        params,
      );
      return {
        metricId: id,
        value: row?.value ?? 0,
        asOf: past ?? tx.now,
        definitionStartTime: definition.startTime,
        ...(drillDownFilter && { drillDownFilter }),
      };
    });
  }
}

/** The filter as it is kept. Throws as the list of customers does where it is none of that. */
function canonical(filter: string): string {
  return JSON.stringify(parseFilter(filter, customerFields));
}

function noteVersion(tx: Transaction, { id, filter, startTime }: Metric): void {
  tx.insert(MetricVersion, { metricId: id, filter, startTime, authorId: tx.call.caller.personId });
}

/** What the metric counted then; for moments before it was made what it counted first. */
async function definitionThen(tx: Transaction, { id }: Metric, then: string): Promise<MetricVersion> {
  const versions = await tx.select(
    MetricVersion,
    'r.metric_id = $1',
    [id],
    'ORDER BY r.start_time DESC, r.id DESC',
  );
  const known =
    versions.find(({ startTime }) => Date.parse(startTime) <= Date.parse(then)) ?? versions.at(-1);
  if (!known) throw new AppError('not_found', 'metric-not-found');
  return known;
}

/** The customers that were there then, in the stages they had then: what the first change since has left. */
function customersThen(then: string, owners: ScopeOwners, params: unknown[]): string {
  const at = `$${params.push(then)}::timestamptz`;
  return `(
    SELECT r.*, coalesce(moved.from_status, r.status) AS status_then
    FROM customer r LEFT JOIN (
      SELECT DISTINCT ON (customer_id) customer_id, from_status FROM stage_change WHERE time > ${at}
      ORDER BY customer_id, time, id
    ) moved ON moved.customer_id = r.id
    WHERE r.create_time <= ${at} AND ${scopeSql(owners, params)})`;
}
