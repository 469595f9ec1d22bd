import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '@kontor/telemetry/logger';
import { activeTraceId } from '@kontor/telemetry/tracer';
import { asRefusal } from '../edge/http-refusal.js';
import { languageOf } from '../edge/request-context.js';
import { PROBLEM_TYPE, problemDocument } from './problem.js';

/** Answers a request with the problem of an error. */
export type SendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Fastify's error handler of the gateway: problem+json for whatever was thrown. Faults of ours are logged with the
 * request's id, which is all that the caller sees of them.
 */
export function problemSender(logger: Logger): SendProblem {
  return (thrown, request, reply) => {
    const error = asRefusal(thrown);
    const document = problemDocument(error, {
      language: languageOf(request),
      requestId: request.id,
      traceId: request.traceId ?? activeTraceId(),
      place: request.routeOptions?.config.place,
      inParts: request.headers['content-type']?.startsWith('multipart/') ?? false,
    });
    const { retryAfterSeconds, ...body } = document;
    if (document.status >= 500) {
      logger.error(
        { err: error, requestId: request.id, route: request.routeOptions?.config.pattern },
        document.type,
      );
    }
    if (document.status === 401)
      reply.header('www-authenticate', challenge(request.token !== '' || request.tokenFault !== undefined));
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
    reply
      .code(document.status)
      .removeHeader('etag')
      .header('x-request-id', request.id)
      .header('cache-control', 'no-store')
      .header('content-language', languageOf(request))
      .type(PROBLEM_TYPE)
      .send(JSON.stringify(body));
  };
}

/** RFC 6750: a client that sent a token learns that the token was the reason. */
function challenge(sentToken: boolean): string {
  return sentToken ? 'Bearer realm="kontor", error="invalid_token"' : 'Bearer realm="kontor"';
}
