import type { FastifyInstance } from 'fastify';
import type { Broker } from '@kontor/events/connection';
import { AppError } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import type { Freshness } from '../events/freshness.js';

/** How long a service may take to be reached when readiness is asked for, in milliseconds. */
const REACH_MS = 1000;

/** Tells balancers and orchestrators whether this process lives and whether it can serve. */
export class Readiness {
  #stopping = false;

  constructor(
    private readonly clients: RpcClients,
    private readonly broker: Broker,
    private readonly freshness: Freshness,
    private readonly services: readonly string[],
  ) {}

  /** From now on the gateway is not ready, so that balancers send no more requests. */
  stop(): void {
    this.#stopping = true;
  }

  /** Whether changes are taken: `stale` while too little is heard of identity. The gateway is ready all the same, to read. */
  get rights(): 'fresh' | 'stale' {
    return this.freshness.stale() ? 'stale' : 'fresh';
  }

  /** What is missing for serving: names of services, `events`, `stopping`; empty when ready. */
  async missing(): Promise<string[]> {
    if (this.#stopping) return ['stopping'];
    const reached = await Promise.all(this.services.map((service) => this.clients.ready(service, REACH_MS)));
    const missing = this.services.filter((_, place) => !reached[place]);
    return this.broker.connected ? missing : [...missing, 'events'];
  }
}

/** `/healthz`: this process turns its event loop. `/readyz`: everything behind it can be reached. */
export function registerHealth(fastify: FastifyInstance, readiness: Readiness): void {
  const config = { rateLimit: false };
  fastify.get('/healthz', { config }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  fastify.get('/readyz', { config }, async (_request, reply) => {
    const missing = await readiness.missing();
    if (missing.length > 0) {
      reply.header('x-kontor-missing', missing.join(', '));
      throw new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1 });
    }
    return reply.header('cache-control', 'no-store').send({ status: 'ready', rights: readiness.rights });
  });
}
