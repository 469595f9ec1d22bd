import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pino } from 'pino';
import { createLogger, type Logger } from '@kontor/telemetry/logger';

/** Probes come every few seconds and tell nothing. */
const silent = new Set(['/healthz', '/readyz']);

/** Bytes of lines that are gathered before they are written: a system call for each request is felt at full speed. */
const GATHER_BYTES = 8 * 1024;

/** Longest time that a line waits to be written, in milliseconds. */
const WAIT_MS = 500;

/** Writes one line a request to standard output; the last ones when the server closes. */
export function registerAccessLog(fastify: FastifyInstance): void {
  const destination = pino.destination({ fd: 1, sync: false, minLength: GATHER_BYTES });
  const timer = setInterval(() => destination.flush(), WAIT_MS).unref();
  fastify.addHook('onResponse', logAccess(createLogger('gateway', 'info', destination)));
  fastify.addHook('onClose', (_instance, done) => {
    clearInterval(timer);
    destination.flush(() => done());
  });
}

/**
 * Hook that writes a line: its route's pattern and never its URL, whose ids and filters tell of people; no address,
 * no name.
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
