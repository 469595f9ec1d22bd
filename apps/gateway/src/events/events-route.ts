import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { decodeJwt } from 'jose';
import type { Logger } from '@kontor/telemetry/logger';
import { signedIn } from '../edge/authentication.js';
import { refuseQuery } from '../request/query.js';
import { parseCursor } from './cursor.js';
import type { EventHub } from './event-hub.js';

/** Where people listen to changes. */
export const EVENTS_PATH = '/v1/events';

/** Longest delay that a timer takes, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Registers GET /v1/events: server-sent events of the records that the caller may see, until the token ends. */
export function registerEvents(fastify: FastifyInstance, hub: EventHub, logger: Logger): void {
  fastify.route({
    method: 'GET',
    url: EVENTS_PATH,
    exposeHeadRoute: false,
    preParsing: signedIn(undefined),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const given = request.headers['last-event-id'];
      const cursor = typeof given === 'string' && given !== '' ? parseCursor(given) : undefined;
      await hub.admit(request.caller, request.token);
      begin(request, reply);
      hub.serve(request.caller, cursor, reply.raw).catch((error: unknown) => {
        logger.warn(
          { err: error, requestId: request.id },
          'A stream of events ended early; its reader resumes.',
        );
        reply.raw.destroy();
      });
    },
  });
  fastify.addHook('preClose', (done) => {
    hub.endClients();
    done();
  });
}

/** Takes the response out of Fastify's hands and writes its head. */
function begin(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // nginx holds answers back otherwise.
    'x-accel-buffering': 'no',
  });
  raw.flushHeaders();
  const { exp = 0 } = decodeJwt(request.token);
  const timer = setTimeout(() => raw.end(), Math.min(Math.max(exp * 1000 - Date.now(), 0), LONGEST_TIMER));
  raw.once('close', () => clearTimeout(timer));
  raw.on('error', () => raw.destroy());
}
