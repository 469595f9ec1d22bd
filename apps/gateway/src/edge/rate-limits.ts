import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import type { GatewayLimits } from '../config.js';

/** Settings of a route that anybody may call to try passwords: counted for each address by itself. */
export function signInLimit(limits: GatewayLimits): object {
  if (limits.signInsPerMinute === 0) return {};
  return {
    rateLimit: {
      max: limits.signInsPerMinute,
      timeWindow: '1 minute',
      keyGenerator: (request: FastifyRequest) => `sign-in ${request.ip}`,
    },
  };
}

/**
 * Counts requests of each person, or of each address where nobody is signed in, and tells of it in RateLimit headers.
 * Counted in this process: replicas behind a balancer each allow the whole of it.
 */
export async function registerRateLimits(fastify: FastifyInstance, limits: GatewayLimits): Promise<void> {
  if (limits.requestsPerMinute === 0 && limits.signInsPerMinute === 0) return;
  await fastify.register(rateLimit, {
    global: limits.requestsPerMinute > 0,
    max: limits.requestsPerMinute,
    timeWindow: '1 minute',
    cache: 50_000,
    enableDraftSpec: true,
    keyGenerator: (request) => request.caller.personId || request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new AppError('exhausted', 'rate-limited', { retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
}
