import { metrics } from '@opentelemetry/api';
import type { DataPoint, Histogram } from '@opentelemetry/sdk-metrics';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { countDeadLetter, observeConsumerLag, observePool, observeRelayLag, recordCall } from './metrics.js';

describe('without an SDK', () => {
  it('measures and reads nothing', () => {
    recordCall({ side: 'client', method: '/a/B', code: 'ok', seconds: 1 });
    countDeadLetter('d', 'e');
    let reads = 0;
    const stop = observeRelayLag('customer', () => ++reads);
    stop();
    expect(reads).toBe(0);
  });
});

describe('with an SDK', () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });

  beforeAll(() => metrics.setGlobalMeterProvider(provider));
  afterAll(async () => {
    metrics.disable();
    await provider.shutdown();
  });

  /** The points of one metric as collected now. */
  async function points(name: string): Promise<DataPoint<unknown>[]> {
    exporter.reset();
    await reader.forceFlush();
    const all = exporter
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return all
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap((metric) => metric.dataPoints as DataPoint<unknown>[]);
  }

  it('records calls by method and code, so that the count gives the rate', async () => {
    for (const seconds of [0.02, 0.03])
      recordCall({ side: 'server', method: '/kontor.x.v1.X/Get', code: 'ok', seconds });
    recordCall({ side: 'server', method: '/kontor.x.v1.X/Get', code: 'stale', seconds: 0.5 });
    recordCall({ side: 'client', method: '/kontor.x.v1.X/Get', code: 'ok', seconds: 1 });
    const server = await points('rpc.server.call.duration');
    expect(
      server.map(({ attributes, value }) => [
        attributes['rpc.method'],
        attributes['rpc.response.status_code'],
        (value as Histogram).count,
      ]),
    ).toEqual([
      ['kontor.x.v1.X/Get', 'ok', 2],
      ['kontor.x.v1.X/Get', 'stale', 1],
    ]);
    expect((server[0]?.value as Histogram).sum).toBeCloseTo(0.05);
    expect(await points('rpc.client.call.duration')).toHaveLength(1);
  });

  it('counts dead letters by consumer and event', async () => {
    countDeadLetter('notification-from-customer', 'kontor.notification.v1.ReminderSet');
    countDeadLetter('notification-from-customer', 'kontor.notification.v1.ReminderSet');
    expect(await points('kontor.dead_letters')).toMatchObject([
      {
        value: 2,
        attributes: { durable: 'notification-from-customer', event: 'kontor.notification.v1.ReminderSet' },
      },
    ]);
  });

  it('observes a lag, lets the last figure stand where the lag is not known, and stops when told to', async () => {
    let lag: number | undefined = 1.5;
    let reads = 0;
    const stop = observeRelayLag('customer', () => {
      reads += 1;
      return Promise.resolve(lag);
    });
    expect(await points('kontor.relay.lag')).toMatchObject([
      { value: 1.5, attributes: { service: 'customer' } },
    ]);
    lag = undefined;
    expect(await points('kontor.relay.lag')).toMatchObject([{ value: 1.5 }]);
    lag = 0;
    expect(await points('kontor.relay.lag')).toMatchObject([{ value: 0 }]);
    stop();
    await points('kontor.relay.lag');
    expect(reads).toBe(3);
  });

  it('observes each consumer apart, even where the reading of one fails', async () => {
    const stops = [
      observeConsumerLag('a', () => Promise.reject(new Error('broker away'))),
      observeConsumerLag('b', () => 7),
    ];
    expect(await points('kontor.consumer.lag')).toMatchObject([{ value: 7, attributes: { durable: 'b' } }]);
    stops.forEach((stop) => stop());
  });

  it('observes a pool', async () => {
    const figures = { totalCount: 5, idleCount: 2, waitingCount: 4 };
    const stop = observePool('customer', figures);
    expect(await points('kontor.pool.connections')).toMatchObject([
      { value: 2, attributes: { pool: 'customer', state: 'idle' } },
      { value: 3, attributes: { pool: 'customer', state: 'used' } },
    ]);
    expect(await points('kontor.pool.waiting')).toMatchObject([{ value: 4 }]);
    stop();
    figures.waitingCount = 9;
    expect(await points('kontor.pool.waiting')).toMatchObject([{ value: 4 }]);
  });
});
