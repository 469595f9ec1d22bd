import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { MetricTrendPoint, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type {
  GetMetricTrendRequest,
  GetMetricTrendResponse,
  GetMetricValueRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { Filter } from '@kontor/query/filter';
import type { ServiceSettings } from '@kontor/service/config';
import { SETTINGS } from '@kontor/service/kontor.module';
import { cellsAnswer } from '../count/rules/cell-filter.js';
import { CustomerFilters } from '../customer/customer-filters.js';
import { periodOf } from '../stage-history/rules/period.js';
import { dayOf, startOfDay } from '../visit-plan/rules/periods.js';
import { newestValue, valueBefore, valuesOfDays } from './kept-values.js';
import { changesSince, countCells, countRows } from './metric-count.js';
import { metricFor } from './metric-filter.js';
import { definitionThen } from './metric-definitions.js';
import { Metric } from './metric.entity.js';
import { MetricJob } from './metric.job.js';
import { withoutPast } from './rules/past.js';
import { trendOf } from './rules/trend.js';
import { drillDown, ownersOfScope, type ScopeOwners } from './scope.js';

/** How long a first number of the company is waited for, and how often is looked, in milliseconds. */
const patience = 4_000;
const look = 50;

/**
 * Numbers of metrics: from kept counts where these answer, among the customers of people by their index, and of the
 * company as the background counted it (ADR 15). No request scans the customers.
 */
@Injectable()
export class MetricValuesService {
  constructor(
    private readonly work: UnitOfWork,
    private readonly filters: CustomerFilters,
    private readonly job: MetricJob,
    @Inject(SETTINGS) private readonly settings: Pick<ServiceSettings, 'companyTimeZone'>,
  ) {}

  async value(request: GetMetricValueRequest, call: Call): Promise<MetricValue> {
    for (const until = Date.now() + patience; ; await setTimeout(look)) {
      const found = await this.work.read(call, (tx) => this.valueIn(tx, request));
      if (found) return found;
      // Its definition is new: the background counts it at once.
      this.job.wake();
      if (Date.now() > until)
        throw new AppError('unavailable', 'metric-not-counted', { retryAfterSeconds: 10 });
    }
  }

  trend(
    { id, startTime, endTime, ...scope }: GetMetricTrendRequest,
    call: Call,
  ): Promise<GetMetricTrendResponse> {
    return this.work.read(call, async (tx) => {
      const metric = await tx.get(Metric, id);
      const owners = await ownersOfScope(tx, scope);
      const filter = this.filterOf(tx, metric);
      const { start, end } = periodOf({ startTime, endTime }, tx.now);
      const timeZone = this.settings.companyTimeZone;
      const days = { first: dayOf(start, timeZone), last: dayOf(min(end, tx.now), timeZone) };
      const points = cellsAnswer(filter)
        ? await this.trendOfCells(tx, filter, owners, days)
        : await keptTrend(tx, id, filter, owners, days);
      return { points };
    });
  }

  /** Undefined where the number is counted in the background and was not yet. */
  private async valueIn(
    tx: Transaction,
    { id, asOf, ...scope }: GetMetricValueRequest,
  ): Promise<MetricValue | undefined> {
    const metric = await tx.get(Metric, id);
    const owners = await ownersOfScope(tx, scope);
    if (asOf !== undefined && Date.parse(asOf) <= Date.parse(tx.now))
      return this.past(tx, metric, owners, asOf);
    const { fields } = this.filters;
    const filter = this.filterOf(tx, metric);
    const drillDownFilter = drillDown(filter, owners);
    const answer = {
      metricId: id,
      definitionStartTime: metric.startTime,
      ...(drillDownFilter && { drillDownFilter }),
    };
    if (cellsAnswer(filter))
      return { ...answer, value: await countCells(tx, filter, fields, owners), asOf: tx.now };
    if (owners) return { ...answer, value: await countRows(tx, filter, fields, owners), asOf: tx.now };
    const kept = await newestValue(tx, metric);
    return kept && { ...answer, value: kept.value, asOf: kept.time };
  }

  /**
   * What the day before a moment ended with, by whose customers they were on that day: days that are over change no more,
   * whatever is merged or changes hands later.
   */
  private async past(
    tx: Transaction,
    metric: Metric,
    owners: ScopeOwners,
    then: string,
  ): Promise<MetricValue> {
    const definition = await definitionThen(tx, metric, then);
    const { fields } = this.filters;
    const filter = this.filterOf(tx, definition);
    const answer = { metricId: metric.id, definitionStartTime: definition.startTime };
    const timeZone = this.settings.companyTimeZone;
    const firstDay = dayOf(then, timeZone);
    if (!cellsAnswer(filter)) {
      const kept = owners ? undefined : await valueBefore(tx, metric.id, firstDay);
      if (!kept) throw withoutPast(filter);
      const { value, time: asOf, definitionStartTime } = kept;
      return { ...answer, value, asOf, definitionStartTime };
    }
    const since = await changesSince(tx, { filter, fields, owners }, { firstDay, timeZone });
    const now = await countCells(tx, filter, fields, owners);
    const value = [...since.values()].reduce((left, change) => left - change, now);
    return { ...answer, value, asOf: startOfDay(then, timeZone, 0) };
  }

  private filterOf(tx: Transaction, { filter }: Pick<Metric, 'filter'>): Filter {
    const timeZone = this.settings.companyTimeZone;
    return metricFor(tx.call.caller, filter, this.filters, { day: dayOf(tx.now, timeZone), timeZone });
  }

  private async trendOfCells(
    tx: Transaction,
    filter: Filter,
    owners: ScopeOwners,
    days: { first: string; last: string },
  ): Promise<MetricTrendPoint[]> {
    const { fields } = this.filters;
    const since = { firstDay: days.first, timeZone: this.settings.companyTimeZone };
    const changes = await changesSince(tx, { filter, fields, owners }, since);
    return trendOf(await countCells(tx, filter, fields, owners), changes, days);
  }
}

async function keptTrend(
  tx: Transaction,
  id: string,
  filter: Filter,
  owners: ScopeOwners,
  days: { first: string; last: string },
): Promise<MetricTrendPoint[]> {
  if (owners) throw withoutPast(filter);
  const kept = await valuesOfDays(tx, id, days);
  return kept.map(({ day, value }) => ({ day, value }));
}

const min = (a: string, b: string) => (Date.parse(a) < Date.parse(b) ? a : b);
