import { ROOT_CONTEXT, SpanStatusCode, context, propagation, trace } from '@opentelemetry/api';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import type { Carrier } from './tracer.js';
import { SpanKind, activeTraceId, carry, continueFrom, inSpan } from './tracer.js';

describe('without an SDK', () => {
  it('only does the work', async () => {
    const seen = await inSpan('idle', {}, (span) => Promise.resolve([span.isRecording(), activeTraceId()]));
    expect(seen).toEqual([false, undefined]);
  });

  it('passes the error of the work on', async () => {
    await expect(inSpan('idle', {}, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  });

  it('carries nothing and makes no objects for it', () => {
    expect(carry()).toEqual({});
    expect(carry()).toBe(carry());
    expect(continueFrom({ traceparent: 'x' })).toBe(ROOT_CONTEXT);
  });
});

describe('with an SDK', () => {
  const exporter = new tracing.InMemorySpanExporter();
  const sdk = new NodeSDK({
    spanProcessors: [new tracing.SimpleSpanProcessor(exporter)],
    metricReaders: [],
    logRecordProcessors: [],
    autoDetectResources: false,
  });
  const finished = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name);

  beforeAll(() => sdk.start());
  beforeEach(() => exporter.reset());
  afterAll(async () => {
    await sdk.shutdown();
    trace.disable();
    context.disable();
    propagation.disable();
  });

  it('nests spans and gives them kind and attributes', async () => {
    const answer = await inSpan('outer', { kind: SpanKind.SERVER, attributes: { method: 'Get' } }, () =>
      inSpan('inner', {}, async (span) => {
        span.setAttribute('rows', 3);
        expect(activeTraceId()).toBe(span.spanContext().traceId);
        return Promise.resolve(42);
      }),
    );
    expect(answer).toBe(42);
    expect(finished('outer')).toMatchObject({ kind: SpanKind.SERVER, attributes: { method: 'Get' } });
    expect(finished('inner')?.attributes).toEqual({ rows: 3 });
    expect(finished('inner')?.parentSpanContext?.spanId).toBe(finished('outer')?.spanContext().spanId);
  });

  it('records what was thrown, marks the span as failed and throws it on', async () => {
    const fault = new TypeError('no such column');
    await expect(inSpan('failing', {}, () => Promise.reject(fault))).rejects.toBe(fault);
    expect(finished('failing')?.status).toEqual({ code: SpanStatusCode.ERROR, message: 'no such column' });
    expect(finished('failing')?.events.map((event) => event.name)).toEqual(['exception']);
  });

  it('ends the span and throws on where the work throws before its first await, and what is no Error', async () => {
    await expect(
      inSpan('sudden', {}, () => {
        throw 'a text';
      }),
    ).rejects.toBe('a text');
    expect(finished('sudden')?.status.message).toBe('a text');
  });

  it('does not mark a span as failed for an error that is an answer', async () => {
    const refusal = new RangeError('not found');
    const options = { isAnswer: (error: unknown) => error === refusal };
    await expect(inSpan('refused', options, () => Promise.reject(refusal))).rejects.toBe(refusal);
    expect(finished('refused')?.status.code).toBe(SpanStatusCode.UNSET);
    expect(finished('refused')?.attributes).toEqual({ 'error.type': 'RangeError' });
  });

  it('goes on with a trace that travelled in a carrier', async () => {
    const carrier = await inSpan('request', {}, () => Promise.resolve(carry()));
    expect(Object.keys(carrier)).toEqual(['traceparent']);
    const traceId = await inSpan('consume', { parent: continueFrom({ ...carrier }) }, () =>
      Promise.resolve(activeTraceId()),
    );
    expect(traceId).toBe(finished('request')?.spanContext().traceId);
    expect(finished('consume')?.parentSpanContext?.spanId).toBe(finished('request')?.spanContext().spanId);
  });

  it.each<Carrier>([{}, { traceparent: '' }, { traceparent: '00-0-0-01' }])(
    'begins a new trace for the carrier %p',
    async (carrier) => {
      await inSpan('other', {}, () =>
        inSpan('fresh', { parent: continueFrom(carrier) }, () => Promise.resolve()),
      );
      expect(finished('fresh')?.parentSpanContext).toBeUndefined();
      expect(finished('fresh')?.spanContext().traceId).not.toBe(finished('other')?.spanContext().traceId);
    },
  );

  it('keeps baggage out of carriers', async () => {
    const baggage = propagation.createBaggage({ person: { value: 'li' } });
    const carrier = await inSpan('request', {}, () =>
      context.with(propagation.setBaggage(context.active(), baggage), () => Promise.resolve(carry())),
    );
    expect(Object.keys(carrier)).toEqual(['traceparent']);
  });
});
