import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

/** A span as it arrived. */
export interface ReceivedSpan {
  service: string;
  scope: string;
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Record<string, unknown>;
}

/** A collector in small, on loopback: takes OTLP over HTTP with JSON and keeps what came. */
export interface OtlpReceiver extends AsyncDisposable {
  /** The OTEL_* environment that sends to it. */
  env: Record<string, string>;
  spans: ReceivedSpan[];
  /** Names of the metrics that came. */
  metrics: Set<string>;
}

interface Attribute {
  key: string;
  value: Record<string, unknown>;
}
interface Body {
  resourceSpans?: {
    resource: { attributes: Attribute[] };
    scopeSpans: { scope: { name: string }; spans: (ReceivedSpan & { attributes: Attribute[] })[] }[];
  }[];
  resourceMetrics?: { scopeMetrics: { metrics: { name: string }[] }[] }[];
}

/** Starts a receiver on a free port. */
export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const metrics = new Set<string>();
  const server = createServer((request, response) => {
    const plain = request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
    void json(plain).then((body) => {
      keep(body as Body, spans, metrics);
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const env = {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };
  return {
    env,
    spans,
    metrics,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function keep(body: Body, spans: ReceivedSpan[], metrics: Set<string>): void {
  for (const { resource, scopeSpans } of body.resourceSpans ?? []) {
    const service = String(plainAttributes(resource.attributes)['service.name']);
    for (const { scope, spans: received } of scopeSpans) {
      for (const span of received) {
        spans.push({ ...span, service, scope: scope.name, attributes: plainAttributes(span.attributes) });
      }
    }
  }
  for (const { scopeMetrics } of body.resourceMetrics ?? []) {
    for (const metric of scopeMetrics.flatMap((scope) => scope.metrics)) metrics.add(metric.name);
  }
}

function plainAttributes(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
