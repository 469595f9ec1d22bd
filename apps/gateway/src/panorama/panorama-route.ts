import type { FastifyInstance } from 'fastify';
import { AppError, checkFaults } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { signedIn } from '../edge/authentication.js';
import { routerPath } from '../request/path-pattern.js';
import { refuseQuery } from '../request/query.js';
import { joinedSections } from './joined.js';
import { parallelCalls, sendParts } from './parallel-calls.js';
import { customerCall, otherCalls } from './sections.js';

/** Everything about a customer in one answer. */
const PANORAMA_PATH = '/v1/customers/{id}/panorama';

/** How long each other service may take, in milliseconds: a slow one gives its sections up, not those of the others. */
const SERVICE_LIMIT = 1_500;

/**
 * Registers the panorama: the customer and its sections by one round of calls, one a service. 404 where the caller does
 * not see the customer; a section that the caller's rights hide, or that fails, or whose service fails, says so, and is
 * never just empty.
 */
export function registerPanorama(fastify: FastifyInstance, clients: RpcClients, limit = SERVICE_LIMIT): void {
  fastify.route({
    method: 'GET',
    url: routerPath(PANORAMA_PATH),
    config: { pattern: PANORAMA_PATH },
    preParsing: signedIn('customer.read'),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const { id = '' } = request.params as { id?: string };
      const owner = customerCall(id);
      const fields = validateRequest(contract.method(owner.path), owner.request);
      checkFaults(fields);
      const [first, ...others] = await parallelCalls(clients, request, [owner, ...otherCalls(id)], limit);
      if (!first?.body) throw first?.error ?? new AppError('unavailable', 'unavailable');
      const { customer } = JSON.parse(first.body) as { customer: { id: string } };
      // A merged customer answers as the one that it became part of, which has all that there is.
      const rest =
        customer.id === id ? others : await parallelCalls(clients, request, otherCalls(customer.id), limit);
      const sections = Object.assign({}, ...[first, ...rest].map(joinedSections)) as object;
      return sendParts(JSON.stringify({ customer, sections }), request, reply);
    },
  });
}
