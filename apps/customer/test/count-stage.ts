import type { Customer, CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { CountCustomersResponse } from '@kontor/contracts/gen/kontor/customer/v1/customer_service';
import type { Merge } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Metric, MetricTrendPoint, MetricValue } from '@kontor/contracts/gen/kontor/customer/v1/metric';
import type {
  GetMetricTrendResponse,
  ListMetricsResponse,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { CountStagesResponse } from '@kontor/contracts/gen/kontor/customer/v1/stage_history_service';
import { testService, type TestPerson } from '@kontor/testing/service';
import { foldStep } from '../src/count/fold.js';
import { mendSpans } from '../src/count/spans.js';
import { customerService } from '../src/definition.js';

/** The company's zone. */
export const zone = 'Asia/Shanghai';

/** A service with two lines of people, and the calls that tests of its numbers make. */
export async function countStage() {
  const service = await testService('customer', customerService);
  const admin = await service.person({ name: 'Administrator', roles: ['administrator'] });
  const boss = await service.person({ name: '王经理', roles: ['manager'] });
  const anna = await service.person({ name: 'Anna', managerId: boss.id });
  const boris = await service.person({ name: 'Борис', managerId: boss.id });
  /** Of another line. */
  const rival = await service.person({ name: 'Rival', roles: ['manager'] });

  const call = <T>(person: TestPerson, path: string, request: object) =>
    service.call<T>(person, `/kontor.customer.v1.${path}`, request);
  const rows = service.rows;
  const foldOnce = () => foldStep(service.running.unitOfWork, zone);
  let names = 0;

  return {
    ...{ service, admin, boss, anna, boris, rival, call, rows, foldOnce },
    /** Sets all weeks and months right by their days; a row for each that was wrong. */
    mendAll: () => mendSpans({ query: rows }, `'-infinity'::date`, `'infinity'::date`),
    /** Folds until nothing is left; the service itself may be folding, too. */
    fold: async () => {
      for (;;) {
        await foldOnce();
        const [open] = await rows('SELECT 1 AS one FROM customer_delta LIMIT 1');
        if (!open) return;
      }
    },
    create: (person: TestPerson, status: CustomerStatus = 'prospect', more: object = {}) =>
      call<Customer>(person, 'CustomerService/CreateCustomer', {
        customer: { kind: 'company', name: `Counted ${++names}`, status, ...more },
      }),
    move: (id: string, status: CustomerStatus) =>
      call<Customer>(admin, 'CustomerService/UpdateCustomer', {
        id,
        customer: { status },
        updateMask: ['status'],
      }),
    transfer: (id: string, ownerId: string) =>
      call<Customer>(admin, 'CustomerService/TransferCustomer', { id, ownerId, reason: 'test' }),
    merge: (id: string, loserId: string) =>
      call<Merge>(admin, 'MergeService/MergeCustomers', { id, loserId, fields: [] }),
    counted: (person: TestPerson, request: object = {}) =>
      call<CountCustomersResponse>(person, 'CustomerService/CountCustomers', request),
    stagesOf: async (person: TestPerson, request: object) =>
      (await call<CountStagesResponse>(person, 'StageHistoryService/CountStages', request)).counts,
    value: (person: TestPerson, id: string, request: object = {}) =>
      call<MetricValue>(person, 'MetricService/GetMetricValue', { id, ...request }),
    /** The numbers of the last three days and of today. */
    trend: async (person: TestPerson, id: string, request: object = {}): Promise<MetricTrendPoint[]> => {
      const startTime = new Date(Date.now() - 3 * 86_400_000).toISOString();
      const asked = { id, startTime, ...request };
      return (await call<GetMetricTrendResponse>(person, 'MetricService/GetMetricTrend', asked)).points;
    },
    metric: async (code: string) => {
      const filter = JSON.stringify({ field: 'code', op: 'eq', value: code });
      const { metrics } = await call<ListMetricsResponse>(admin, 'MetricService/ListMetrics', { filter });
      return metrics[0] as Metric;
    },
    addMetric: (code: string, filter: object, more: object = {}) =>
      call<Metric>(admin, 'MetricService/CreateMetric', {
        metric: { code, nameZhCn: code, nameRu: code, nameEn: code, filter: JSON.stringify(filter), ...more },
      }),
  };
}

/** What `countStage` makes. */
export type CountStage = Awaited<ReturnType<typeof countStage>>;
