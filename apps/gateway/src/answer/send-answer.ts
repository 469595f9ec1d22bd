import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Acting } from '@kontor/rpc/acting-headers';
import { tellActing } from '../request/acting.js';
import { matchesNone } from '../request/if-match.js';

/** Answers are of one person and must be asked for again: a browser may keep them only to revalidate. */
export const CACHE_CONTROL = 'private, no-cache';

/** Answers below this many bytes are sent as they are: compressing them costs more than it saves. */
const WORTH_COMPRESSING = 1024;

/** The answer of a service. */
export interface ServiceAnswer {
  /** JSON as the service serialised it. */
  body: Buffer;
  /** Version tag of the record, for answers that are one. */
  etag?: string | undefined;
}

/** How the answers of one call are sent. */
export interface AnswerPlan {
  status: number;
  /** A read: If-None-Match may spare the body. */
  conditional: boolean;
  /** A create whose record can be read below the path of the request. */
  located: boolean;
  /** A call that makes a record or changes it: the first version of one was made just now. */
  makesOrChanges?: boolean;
}

/** Passes the bytes of a service through, with the headers that belong to them; `acting`: as whom they were given. */
export function sendAnswer(
  plan: AnswerPlan,
  answer: ServiceAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
  acting?: Acting,
): FastifyReply {
  const made = plan.makesOrChanges === true && answer.etag === '1';
  reply.code(made ? 201 : plan.status).header('cache-control', CACHE_CONTROL);
  if (acting) tellActing(acting, reply);
  if (plan.status === 204) return reply.send();
  if (answer.etag !== undefined) {
    if (plan.conditional && matchesNone(request.headers['if-none-match'], answer.etag)) {
      return reply.code(304).header('etag', `"${answer.etag}"`).send();
    }
    reply.header('etag', `"${answer.etag}"`);
  }
  if (plan.located) reply.header('location', `${pathOf(request.url)}/${idOf(answer.body)}`);
  reply.header('content-type', 'application/json; charset=utf-8');
  if (answer.body.length < WORTH_COMPRESSING) return reply.send(answer.body);
  reply.header('vary', 'accept-encoding');
  if (request.headers['accept-encoding'] === undefined) return reply.send(answer.body);
  reply.compress(answer.body);
  return reply;
}

/** The path of a request without its query. */
export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

const ID_FIRST = /^\{"id":"([0-9a-f-]{36})"/;

/** Services write the id first, so the whole record need not be parsed to find it. */
function idOf(body: Buffer): string {
  const id = ID_FIRST.exec(body.toString('latin1', 0, 50))?.[1];
  return id ?? (JSON.parse(body.toString('utf8')) as { id: string }).id;
}
