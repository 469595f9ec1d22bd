import { Controller } from '@nestjs/common';
import {
  MetricServiceControllerMethods,
  type CreateMetricRequest,
  type GetMetricRequest,
  type GetMetricTrendRequest,
  type GetMetricValueRequest,
  type ListMetricsRequest,
  type MetricServiceController,
  type UpdateMetricRequest,
} from '@kontor/contracts/gen/kontor/customer/v1/metric_service';
import type { Call } from '@kontor/access/call';
import { MetricValuesService } from './metric-values.service.js';
import { MetricService } from './metric.service.js';

/** Calls of named metrics. */
@Controller()
@MetricServiceControllerMethods()
export class MetricController implements MetricServiceController {
  constructor(
    private readonly metrics: MetricService,
    private readonly values: MetricValuesService,
  ) {}

  createMetric({ metric }: CreateMetricRequest, call: Call) {
    return this.metrics.create({ metric }, call);
  }

  getMetric({ id }: GetMetricRequest, call: Call) {
    return this.metrics.get(id, call);
  }

  listMetrics(request: ListMetricsRequest, call: Call) {
    return this.metrics.list(request, call);
  }

  updateMetric(request: UpdateMetricRequest, call: Call) {
    return this.metrics.update(request, call);
  }

  getMetricValue(request: GetMetricValueRequest, call: Call) {
    return this.values.value(request, call);
  }

  getMetricTrend(request: GetMetricTrendRequest, call: Call) {
    return this.values.trend(request, call);
  }
}
