import { context, propagation, SpanKind, trace } from '@opentelemetry/api';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { inSpan } from '@kontor/telemetry/tracer';
import { testServers } from '@kontor/testing/servers';
import { until } from '@kontor/testing/until';
import { effects, testbed, writeEffect } from './testbed.js';

const exporter = new tracing.InMemorySpanExporter();
const sdk = new NodeSDK({
  spanProcessors: [new tracing.SimpleSpanProcessor(exporter)],
  metricReaders: [],
  logRecordProcessors: [],
  autoDetectResources: false,
});

beforeAll(() => sdk.start());

afterAll(async () => {
  await sdk.shutdown();
  trace.disable();
  context.disable();
  propagation.disable();
});

test('one trace runs from the change through the relay to the handler', async () => {
  const bed = await testbed(testServers().natsUrl);
  const relay = bed.relay();
  const consumers = bed.consumers(writeEffect);
  relay.start();
  consumers.start();
  await inSpan('change', {}, () => bed.change('a'));
  await until('the effect', async () => (await effects(bed)).length === 1);
  await consumers.stop();
  await relay.stop();
  await bed.dispose();
  const spans = exporter.getFinishedSpans();
  const [change, send, process] = [
    'change',
    'send kontor.identity.v1.SessionEnded',
    'process kontor.identity.v1.SessionEnded',
  ].map((name) => spans.find((span) => span.name === name));
  expect(send).toMatchObject({
    kind: SpanKind.PRODUCER,
    parentSpanContext: { spanId: change?.spanContext().spanId },
  });
  expect(process).toMatchObject({
    kind: SpanKind.CONSUMER,
    parentSpanContext: { spanId: send?.spanContext().spanId },
  });
  expect(process?.spanContext().traceId).toBe(change?.spanContext().traceId);
});
