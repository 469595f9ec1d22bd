import compress from '@fastify/compress';
import { fastify, type FastifyInstance, type FastifyRequest } from 'fastify';
import { constants } from 'node:zlib';
import type { Logger } from '@kontor/telemetry/logger';
import type { TokenVerifier } from '@kontor/rpc/tokens';
import { problemSender } from '../answer/send-problem.js';
import type { GatewayConfig } from '../config.js';
import type { EndedSessions } from '../events/ended-sessions.js';
import type { Freshness } from '../events/freshness.js';
import { parseJsonBody } from '../request/json-body.js';
import { pathMatcher } from '../request/path-pattern.js';
import { registerAccessLog } from './access-log.js';
import type { ApiKeys } from './api-keys.js';
import { authenticate } from './authentication.js';
import { answerClientError } from './client-error.js';
import { registerRateLimits } from './rate-limits.js';
import { freshRequest, requestId } from './request-context.js';
import { registerSecurityHeaders } from './security-headers.js';
import { PathTable } from './unknown-path.js';

/** A filter of 8,000 characters in Chinese, percent-encoded, is 72 kB of URL. */
const HEADER_BYTES = 96 * 1024;
/** A client that needs longer to send its headers is holding the connection on purpose. */
const HEADERS_MS = 10_000;
/** Silence after which a connection ends; live events send a sign of life more often than that. */
const SILENCE_MS = 120_000;
/** Longer than balancers keep their connections, so that they end them and never write into one that just closed. */
const KEEP_ALIVE_MS = 75_000;
/** An import of 2 GiB over a slow line. */
const REQUEST_MS = 3_600_000;

/** The query is read by each route's plan, from the URL: Fastify's own reading would be thrown away. */
const NO_QUERY = Object.freeze({});

/** The HTTP server without hooks or routes. */
export function createServer(config: GatewayConfig, logger: Logger): FastifyInstance {
  const send = problemSender(logger);
  return fastify({
    genReqId: requestId,
    bodyLimit: config.limits.bodyBytes,
    trustProxy: config.trustProxy,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_MS },
    connectionTimeout: SILENCE_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    requestTimeout: REQUEST_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 1000, querystringParser: () => NO_QUERY },
    frameworkErrors: (error, request, reply) => {
      Object.assign(request, freshRequest);
      send(error, request, reply);
    },
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;
}

/** Everything that holds for all routes. Call it before the first route is registered. */
export async function registerEdge(
  fastify: FastifyInstance,
  config: GatewayConfig,
  tokens: TokenVerifier,
  keys: ApiKeys,
  ended: EndedSessions,
  freshness: Freshness,
  logger: Logger,
): Promise<void> {
  // Declared before the first request, so that all requests share one shape.
  for (const name of Object.keys(freshRequest)) fastify.decorateRequest(name);
  fastify.setErrorHandler(problemSender(logger));
  const paths = new PathTable();
  fastify.addHook('onRoute', ({ method, url, config: route }) => {
    const pattern = route?.pattern ?? url;
    for (const verb of [method].flat()) paths.add(pattern, pathMatcher(pattern), verb);
  });
  fastify.setNotFoundHandler(paths.refuse);
  fastify.addHook('onRequest', (request, reply, done) => {
    Object.assign(request, freshRequest);
    reply.header('x-request-id', request.id);
    done();
  });
  fastify.addHook('onRequest', authenticate(tokens, keys, ended));
  await registerSecurityHeaders(fastify);
  await registerRateLimits(fastify, config.limits);
  fastify.addHook('onRequest', freshness.hook());
  await fastify.register(compress, {
    global: false,
    encodings: ['br', 'gzip', 'deflate'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser<Buffer>(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    readJson,
  );
  if (config.accessLog) registerAccessLog(fastify);
}

function readJson(
  _request: FastifyRequest,
  body: Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  let value: unknown;
  try {
    value = parseJsonBody(body);
  } catch (error) {
    done(error as Error);
    return;
  }
  done(null, value);
}
