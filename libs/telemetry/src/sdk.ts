import { register } from 'node:module';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { ATTR_URL_QUERY } from '@opentelemetry/semantic-conventions';
import type { TelemetrySettings } from './config.js';

/** Probes come every few seconds and tell nothing. */
const probes = new Set(['/healthz', '/readyz']);

/**
 * Starts the SDK. Loaded only when telemetry is on: this module is what costs. Spans of our own crossings (gateway,
 * rpc, relay, consumers, mail) are made explicitly with `inSpan`; only http and pg are left to instrumentations.
 */
export async function startSdk(settings: TelemetrySettings & { serviceName: string }): Promise<NodeSDK> {
  // Imports of ES modules go past `require`, so pg and http imported by them are caught by a loader hook; the list
  // keeps every other module out of it.
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
    data: { include: ['pg', 'pg-pool', 'http', 'https', 'node:http', 'node:https'] },
  });
  const sdk = new NodeSDK({
    serviceName: settings.serviceName,
    // undefined lets the SDK read the exporter from the environment; an empty list leaves the signal off.
    ...(settings.traces ? {} : { spanProcessors: [] }),
    ...(settings.metrics ? {} : { metricReaders: [] }),
    // Logs go to standard output only.
    logRecordProcessors: [],
    instrumentations: [httpSpans(), pgSpans()],
  });
  sdk.start();
  return sdk;
}

function httpSpans(): HttpInstrumentation {
  return new HttpInstrumentation({
    ignoreIncomingRequestHook: (request) => probes.has((request.url ?? '').split('?', 1)[0] ?? ''),
    // Filters and search words hold personal data.
    startIncomingSpanHook: () => ({ [ATTR_URL_QUERY]: undefined }),
    requireParentforOutgoingSpans: true,
  });
}

function pgSpans(): PgInstrumentation {
  return new PgInstrumentation({
    // The relay's and the jobs' polling would otherwise make a trace of its own for every look at an empty table.
    requireParentSpan: true,
    ignoreConnectSpans: true,
    // Parameter values are personal data.
    enhancedDatabaseReporting: false,
  });
}
