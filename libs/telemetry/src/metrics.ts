import type {
  Attributes,
  Counter,
  Histogram,
  Meter,
  MeterProvider,
  ObservableGauge,
} from '@opentelemetry/api';
import { ValueType, createNoopMeter, metrics } from '@opentelemetry/api';

/** The suite's instruments. One set per meter provider, made at first use. */
interface Instruments {
  rpcServer: Histogram;
  rpcClient: Histogram;
  deadLetters: Counter;
  relayLag: ObservableGauge;
  consumerLag: ObservableGauge;
  poolConnections: ObservableGauge;
  poolWaiting: ObservableGauge;
}

/** Bounds in seconds, as the RPC conventions of OpenTelemetry advise. */
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

let madeFor: MeterProvider | undefined;
let made: Instruments | undefined;

/** Undefined while no SDK is registered, so that whoever measures does nothing. */
function instruments(): Instruments | undefined {
  const provider = metrics.getMeterProvider();
  if (provider !== madeFor) {
    madeFor = provider;
    const meter = provider.getMeter('kontor');
    made = meter === createNoopMeter() ? undefined : make(meter);
  }
  return made;
}

function make(meter: Meter): Instruments {
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { unit: 's', description, advice: { explicitBucketBoundaries: SECONDS } });
  const count = (name: string, unit: string, description: string): ObservableGauge =>
    meter.createObservableGauge(name, { unit, description, valueType: ValueType.INT });
  return {
    rpcServer: duration(
      'rpc.server.call.duration',
      'Time a service took to answer a call; its count is the rate.',
    ),
    rpcClient: duration(
      'rpc.client.call.duration',
      'Time a caller waited for an answer; its count is the rate.',
    ),
    deadLetters: meter.createCounter('kontor.dead_letters', {
      unit: '{event}',
      description: 'Events set aside after their last failed delivery.',
      valueType: ValueType.INT,
    }),
    relayLag: meter.createObservableGauge('kontor.relay.lag', {
      unit: 's',
      description: 'Age of the oldest outbox row not yet published.',
    }),
    consumerLag: count(
      'kontor.consumer.lag',
      '{event}',
      'Events in the stream that a consumer has not yet settled.',
    ),
    poolConnections: count('kontor.pool.connections', '{connection}', 'Open database connections by state.'),
    poolWaiting: count(
      'kontor.pool.waiting',
      '{request}',
      'Requests waiting for a free database connection.',
    ),
  };
}

/** One finished call. */
export interface FinishedCall {
  side: 'server' | 'client';
  /** Contract path, `/kontor.customer.v1.CustomerService/GetCustomer`. */
  method: string;
  /** Code of the error, or `ok`. */
  code: string;
  seconds: number;
}

/** Records one finished call: its duration, and by the histogram's count also the rate, per method and code. */
export function recordCall({ side, method, code, seconds }: FinishedCall): void {
  const known = instruments();
  if (known === undefined) return;
  const histogram = side === 'server' ? known.rpcServer : known.rpcClient;
  histogram.record(seconds, {
    'rpc.system.name': 'grpc',
    'rpc.method': method.startsWith('/') ? method.slice(1) : method,
    'rpc.response.status_code': code,
  });
}

/** Counts one event that a consumer set aside for good. */
export function countDeadLetter(durable: string, eventType: string): void {
  instruments()?.deadLetters.add(1, { durable, event: eventType });
}

/**
 * Reads a figure when metrics are collected; may ask a database or the broker. Undefined: not known just now, so the
 * last figure stands.
 */
export type Reading = () => number | undefined | Promise<number | undefined>;

/** Ends an observation; call it before what it reads is closed. */
export type StopObserving = () => void;

/** Observes the age in seconds of the oldest outbox row that is not yet published; 0 when there is none. */
export function observeRelayLag(service: string, read: Reading): StopObserving {
  return observe(instruments()?.relayLag, { service }, read);
}

/** Observes how many events of its stream a durable consumer has not yet settled. */
export function observeConsumerLag(durable: string, read: Reading): StopObserving {
  return observe(instruments()?.consumerLag, { durable }, read);
}

/** What node-postgres tells of a pool; `pg.Pool` itself fits. */
export interface PoolFigures {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

/** Observes the connections of a pool (idle and used) and the requests that wait for one. */
export function observePool(pool: string, figures: PoolFigures): StopObserving {
  const known = instruments();
  const stops = [
    observe(known?.poolConnections, { pool, state: 'idle' }, () => figures.idleCount),
    observe(known?.poolConnections, { pool, state: 'used' }, () => figures.totalCount - figures.idleCount),
    observe(known?.poolWaiting, { pool }, () => figures.waitingCount),
  ];
  return () => stops.forEach((stop) => stop());
}

function observe(gauge: ObservableGauge | undefined, attributes: Attributes, read: Reading): StopObserving {
  if (gauge === undefined) return () => undefined;
  const callback: Parameters<ObservableGauge['addCallback']>[0] = async (result) => {
    const value = await read();
    if (value !== undefined) result.observe(value, attributes);
  };
  gauge.addCallback(callback);
  return () => gauge.removeCallback(callback);
}
