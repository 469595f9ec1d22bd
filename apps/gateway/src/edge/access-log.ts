import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@kontor/telemetry/logger';

/** Probes come every few seconds and tell nothing. */
const silent = new Set(['/healthz', '/readyz']);

/**
 * Hook that writes one line a request: its route's pattern and never its URL, whose ids and filters tell of people;
 * no address, no name.
 */
export function logAccess(logger: Logger) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    const route = request.routeOptions.config?.pattern ?? request.routeOptions.url;
    if (route === undefined || !silent.has(route)) {
      logger.info(
        {
          requestId: request.id,
          method: request.method,
          route: route ?? 'unknown',
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'answered',
      );
    }
    done();
  };
}
