import type { Attributes, Context, Span, Tracer } from '@opentelemetry/api';
import {
  INVALID_SPAN_CONTEXT,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  context,
  isSpanContextValid,
  propagation,
  trace,
} from '@opentelemetry/api';

export { SpanKind } from '@opentelemetry/api';

/** How a span is made. */
export interface SpanOptions {
  /** Which side of which crossing it is; internal work where it is left out. */
  kind?: SpanKind;
  /** Facts for whoever searches; no personal data and no secrets. */
  attributes?: Attributes;
  /** The span above, where it is not the active one: from `continueFrom`. */
  parent?: Context;
  /** Tells errors that are an answer (a refused request) from faults: they do not mark the span as failed. */
  isAnswer?: (error: unknown) => boolean;
}

/** The trace as it travels in headers and in outbox rows: `traceparent` and, where a vendor set it, `tracestate`. */
export type Carrier = Readonly<Record<string, string>>;

const NO_CARRIER: Carrier = Object.freeze({});
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

/**
 * Runs `work` in a span of this name and ends the span when the promise settles. A thrown error is recorded on the
 * span and thrown on. Without an SDK it only calls `work`.
 */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const tracer = tracerIfOn();
  return tracer === undefined ? work(NO_SPAN) : traced(tracer, name, options, work);
}

async function traced<T>(
  tracer: Tracer,
  name: string,
  { kind = SpanKind.INTERNAL, attributes, parent = context.active(), isAnswer }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = tracer.startSpan(name, { kind, ...(attributes ? { attributes } : {}) }, parent);
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    const known = error instanceof Error ? error : new Error(String(error));
    span.setAttribute('error.type', known.name);
    if (!isAnswer?.(error)) {
      span.recordException(known);
      span.setStatus({ code: SpanStatusCode.ERROR, message: known.message });
    }
    throw error;
  } finally {
    span.end();
  }
}

/** The active trace for a carrier; empty and shared when there is none. Baggage stays here: it is not ours to store. */
export function carry(): Carrier {
  const active = context.active();
  const span = trace.getSpanContext(active);
  if (span === undefined || !isSpanContextValid(span)) return NO_CARRIER;
  const carrier: Record<string, string> = {};
  propagation.inject(propagation.deleteBaggage(active), carrier);
  return carrier;
}

/**
 * The context that a carrier brought, to give to `inSpan` as `parent`. A carrier without a trace, or with a malformed
 * one, begins a new trace.
 */
export function continueFrom(carrier: Carrier): Context {
  return tracerIfOn() === undefined ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, carrier);
}

/** The trace id of the active span as callers see it in problems, or undefined outside any trace. */
export function activeTraceId(): string | undefined {
  const span = trace.getSpanContext(context.active());
  return span !== undefined && isSpanContextValid(span) ? span.traceId : undefined;
}

/** The API answers a proxy whether or not an SDK stands behind it; only the proxy's delegate tells. */
function tracerIfOn(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider
    ? provider.getDelegateTracer('kontor')
    : provider.getTracer('kontor');
}
