import { context, createContextKey } from '@opentelemetry/api';

/** Where the HTTP instrumentation keeps what a framework tells it; the key is shared by its text. */
const REQUEST_FACTS = createContextKey('OpenTelemetry SDK Context Key RPC_METADATA');

/**
 * Names the route that answers the current HTTP request, `/v1/customers/{id}`. The request's span is then called
 * `GET /v1/customers/{id}` and its duration is counted under that route; without it all requests look alike, because
 * paths hold ids. Call it before the answer is sent; does nothing without an SDK.
 */
export function nameRoute(route: string): void {
  const facts = context.active().getValue(REQUEST_FACTS) as { route?: string } | undefined;
  if (facts !== undefined) facts.route = route;
}
