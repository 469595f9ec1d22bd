import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import type { GatewayLimits } from '../config.js';
import { signInLimit } from '../edge/rate-limits.js';
import { routerPath } from '../request/path-pattern.js';
import { AllowedOrigins } from './allowed-origins.js';

/** Calls of strangers' pages; everything else below /v1 is for pages of our own origin only. */
const paths: ReadonlyMap<string, string> = new Map([
  ['/v1/webForms/{id}', 'GET'],
  ['/v1/webForms/{id}/submissions', 'POST'],
]);

const day = 24 * 60 * 60;

/**
 * Lets pages of the origins that a web form names show it and send it, and those of no other. A request without Origin
 * comes from no page of a browser and passes: the form's token and limits hold for it too. To be called before routes.
 */
export function registerWebFormCors(
  fastify: FastifyInstance,
  clients: RpcClients,
  limits: GatewayLimits,
): void {
  const allowed = new AllowedOrigins(clients);
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    reply.header('vary', 'origin');
    const { id = '' } = request.params as { id?: string };
    if (!(await allowed.allows(id, origin, request.id)))
      throw new AppError('forbidden', 'origin-not-allowed');
    reply
      .header('access-control-allow-origin', origin)
      .header('cross-origin-resource-policy', 'cross-origin');
  };
  fastify.addHook('onRequest', async (request, reply) => {
    const { pattern = '' } = request.routeOptions.config as { pattern?: string };
    if (paths.get(pattern) === request.method) await admit(request, reply);
  });
  for (const [path, method] of paths) {
    fastify.route({
      method: 'OPTIONS',
      url: routerPath(path),
      config: { pattern: path, ...signInLimit(limits) },
      handler: async (request, reply) => {
        await admit(request, reply);
        return reply
          .code(204)
          .header('access-control-allow-methods', method)
          .header('access-control-allow-headers', 'content-type, idempotency-key, accept-language')
          .header('access-control-max-age', day)
          .send();
      },
    });
  }
}
