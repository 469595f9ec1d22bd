import { Inject, Injectable } from '@nestjs/common';
import type {
  CreateMetricRequest,
  ListMetricsRequest,
  ListMetricsResponse,
  UpdateMetricRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { Call } from '@kontor/access/call';
import { tellFieldUse } from '@kontor/custom-fields/field-use';
import { expectEtag } from '@kontor/database/etag';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { refusedField } from '@kontor/errors/app-error';
import { queryFields } from '@kontor/query/fields';
import { listRows } from '@kontor/query/list-rows';
import { contract } from '@kontor/schema/contract';
import { maskedChanges } from '@kontor/schema/update-mask';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { CustomerFilters } from '../customer/customer-filters.js';
import { dayOf } from '../visit-plan/rules/periods.js';
import { checkUnit } from './known-unit.js';
import { keptFilter, metricFor } from './metric-filter.js';
import { Metric, MetricVersion } from './metric.entity.js';
import { MetricJob } from './metric.job.js';

const message = 'kontor.customer.v1.Metric';
const fields = queryFields(contract.fields(message), { id: { nullable: false }, code: { nullable: false } });

/** Named numbers of customers. */
@Injectable()
export class MetricService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    private readonly job: MetricJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'secret' | 'companyTimeZone'>,
  ) {}

  create({ metric }: CreateMetricRequest, call: Call): Promise<Metric> {
    return this.work
      .write(call, async (tx) => {
        const { filter, ownerUnitId } = metric as Metric;
        const kept = this.canonical(tx, filter);
        if (ownerUnitId) await checkUnit(tx, 'ownerUnitId', ownerUnitId);
        const created = tx.insert(Metric, { ...(metric as Metric), filter: kept, startTime: tx.now });
        noteVersion(tx, created);
        tellUse(tx, created);
        return created;
      })
      .finally(() => this.job.wake());
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
    return this.work
      .write(call, async (tx) => {
        const before = await tx.getForUpdate(Metric, id);
        expectEtag(before, etag);
        const changes = maskedChanges<Metric>(message, metric as Metric | undefined, updateMask);
        if (changes.code !== undefined && changes.code !== before.code) {
          throw refusedField('code', 'metric-code-stays');
        }
        if (changes.filter !== undefined) changes.filter = this.canonical(tx, changes.filter);
        if (changes.ownerUnitId) await checkUnit(tx, 'ownerUnitId', changes.ownerUnitId);
        const counts = changes.filter !== undefined && changes.filter !== before.filter;
        const after = tx.update(Metric, before, { ...changes, ...(counts && { startTime: tx.now }) });
        if (counts) noteVersion(tx, after);
        tellUse(tx, after, before);
        return after;
      })
      .finally(() => this.job.wake());
  }

  /** The filter as it is kept. Throws as the list of customers does where it is none of that. */
  private canonical(tx: Transaction, filter: string): string {
    const { companyTimeZone: timeZone } = this.settings;
    metricFor(tx.call.caller, filter, this.filters, { day: dayOf(tx.now, timeZone), timeZone });
    return keptFilter(filter);
  }
}

function tellUse(tx: Transaction, { id, version, code: name, filter }: Metric, before?: Metric): void {
  tellFieldUse(tx, { kind: 'metric', id, version, name, object: 'customer', filter }, before?.filter);
}

function noteVersion(tx: Transaction, { id, filter, startTime }: Metric): void {
  tx.insert(MetricVersion, { metricId: id, filter, startTime, authorId: tx.call.caller.personId });
}
