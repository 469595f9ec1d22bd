import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import type { IncomingMessage } from 'node:http';
import { nobody, type Caller } from '@kontor/access/caller';
import { pickLanguage, type Language } from '@kontor/errors/languages';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; nobody until a valid token was seen. */
    caller: Caller;
    /** The verified bearer token; empty for nobody. */
    token: string;
    /** Why the token that came was not accepted. */
    tokenFault: unknown;
    /** Trace in which the request is handled, for its problem. */
    traceId: string | undefined;
  }
  interface FastifyContextConfig {
    /** Field of the call's message that the body fills: callers do not see it in field paths. */
    place?: string;
    /** Pattern of the path for logs and spans: no ids in it. */
    pattern?: string;
    /** The service behind judges callers by the first source of rights, not by copies: it needs no news. */
    judgedAtSource?: boolean;
  }
}

/** What every request begins with; declared ahead so that all requests share one shape. */
export const freshRequest = { caller: nobody, token: '', tokenFault: undefined, traceId: undefined } as const;

const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** The client's X-Request-Id where it is short and plain, else a fresh UUIDv7. */
export function requestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : uuidv7();
}

/** The language of sentences to the caller: Accept-Language, else the person's own, else English. */
export function languageOf(request: FastifyRequest): Language {
  return pickLanguage(request.headers['accept-language'], request.caller.language);
}
