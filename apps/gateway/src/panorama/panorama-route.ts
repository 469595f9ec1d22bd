import type { FastifyInstance } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { signedIn } from '../edge/authentication.js';
import { routerPath } from '../request/path-pattern.js';
import { refuseQuery } from '../request/query.js';
import { parallelCalls, partsJson, sendParts } from './parallel-calls.js';
import { customerCall, sectionCalls } from './sections.js';

/** Everything about a customer in one answer. */
export const PANORAMA_PATH = '/v1/customers/{id}/panorama';

/** How long a section may take, in milliseconds: a slow service gives its section up, not the others. */
export const SECTION_LIMIT = 1_500;

/**
 * Registers the panorama: the customer and its sections by one round of calls. 404 where the caller does not see the
 * customer; a section that the caller's rights hide, or whose service fails, says so, and is never just empty.
 */
export function registerPanorama(fastify: FastifyInstance, clients: RpcClients, limit = SECTION_LIMIT): void {
  fastify.route({
    method: 'GET',
    url: routerPath(PANORAMA_PATH),
    config: { pattern: PANORAMA_PATH },
    preParsing: signedIn('customer.read'),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const { id = '' } = request.params as { id?: string };
      const whole = customerCall(id);
      const fields = validateRequest(contract.method(whole.path), whole.request);
      if (fields.length > 0) throw new AppError('invalid', 'invalid-request', { fields });
      const [customer, ...sections] = await parallelCalls(
        clients,
        request,
        [whole, ...sectionCalls(id)],
        limit,
      );
      if (!customer?.body) throw customer?.error ?? new AppError('unavailable', 'unavailable');
      const { id: standing } = JSON.parse(customer.body) as { id: string };
      // A merged customer answers as the one that it became part of, which has all that there is.
      const shown =
        standing === id ? sections : await parallelCalls(clients, request, sectionCalls(standing), limit);
      return sendParts(`{"customer":${customer.body},"sections":${partsJson(shown)}}`, request, reply);
    },
  });
}
