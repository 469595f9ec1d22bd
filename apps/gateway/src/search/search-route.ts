import type { FastifyInstance } from 'fastify';
import { checkFaults } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { signedIn } from '../edge/authentication.js';
import { parallelCalls, partsJson, sendParts, type PartCall } from '../panorama/parallel-calls.js';
import { readQuery, type QueryParameter } from '../request/query.js';

/** Search in everything that people look for by name or number. */
const SEARCH_PATH = '/v1/search';

/** How long a service may search, in milliseconds. */
const SEARCH_LIMIT = 1_500;

const customerSearch = '/kontor.customer.v1.SearchService/SearchCustomers';
const parameters: ReadonlyMap<string, QueryParameter> = new Map([
  ['q', { repeated: false, coerce: (text: string) => text }],
]);
const hits = 20;
const products = 10;
const opportunities = 10;

/** The searches that one search is made of. */
function searchesFor(q: string): PartCall[] {
  return [
    { name: 'customers', path: customerSearch, request: { q, pageSize: hits } },
    {
      name: 'products',
      path: '/kontor.sales_pipeline.v1.ProductService/ListProducts',
      request: { search: q, orderBy: 'number', pageSize: products },
    },
    {
      name: 'opportunities',
      path: '/kontor.sales_pipeline.v1.OpportunityService/ListOpportunities',
      request: { search: q, orderBy: 'createTime desc', pageSize: opportunities },
    },
  ];
}

/**
 * Registers the search: each service that has something to find is asked at once. What a service refuses or fails at is
 * marked; a fault of the request itself (such as a search that is too short) is refused as a whole.
 */
export function registerSearch(fastify: FastifyInstance, clients: RpcClients, limit = SEARCH_LIMIT): void {
  fastify.route({
    method: 'GET',
    url: SEARCH_PATH,
    config: { pattern: SEARCH_PATH },
    preParsing: signedIn(undefined),
    handler: async (request, reply) => {
      const parts = await parallelCalls(clients, request, searchesFor(searchText(request.url)), limit);
      const fault = parts.find(({ error }) => error?.code === 'invalid');
      if (fault) throw fault.error;
      return sendParts(`{"results":${partsJson(parts)}}`, request, reply);
    },
  });
}

/** The parameter q, as the search of customers takes it. Throws AppError `invalid` for others, and where it is none. */
function searchText(url: string): string {
  const at = url.indexOf('?');
  const request: Record<string, unknown> = {};
  readQuery(at === -1 ? '' : url.slice(at + 1), parameters, request);
  const fields = validateRequest(contract.method(customerSearch), request);
  checkFaults(fields);
  return String(request.q);
}
