import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import { HttpRefusal } from './http-refusal.js';

/** Which verbs which paths take, to tell a wrong verb (405) from a wrong path (404). */
export class PathTable {
  readonly #verbs = new Map<string, { matcher: RegExp; verbs: Set<string> }>();

  /** Notes a route: `pattern` is the route's, `matcher` matches whole request paths. */
  add(pattern: string, matcher: RegExp, verb: string): void {
    const entry = this.#verbs.get(pattern) ?? { matcher, verbs: new Set() };
    entry.verbs.add(verb.toUpperCase());
    this.#verbs.set(pattern, entry);
  }

  /** The verbs that a request path takes, sorted; empty for a path that is not served. */
  allowed(path: string): string[] {
    const verbs = [...this.#verbs.values()]
      .filter(({ matcher }) => matcher.test(path))
      .flatMap((entry) => [...entry.verbs]);
    return [...new Set(verbs)].sort();
  }

  /** Fastify's handler of requests that match no route. */
  readonly refuse = (request: FastifyRequest, reply: FastifyReply): never => {
    const [path = ''] = request.url.split('?', 1);
    const verbs = this.allowed(path);
    if (verbs.length === 0) throw new AppError('not_found', 'not-found');
    reply.header('allow', verbs.join(', '));
    throw new HttpRefusal(405, 'invalid', 'method-not-allowed');
  };
}
