import apiReference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import type { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { openApiDocument } from '@kontor/schema/openapi';
import { allowReference } from '../edge/security-headers.js';
import { readCustomFields } from './custom-field-source.js';
import { withCustomFields } from './custom-schemas.js';
import { handWrittenPaths } from './hand-written-paths.js';

/**
 * Serves the OpenAPI document and a page to browse it, both from this process alone: no CDN, no fonts from afar. Who is
 * signed in sees in it the custom fields that the company has now; to everybody else they are nobody's business.
 */
export async function registerReference(
  fastify: FastifyInstance,
  clients: Pick<RpcClients, 'call'>,
): Promise<void> {
  const document = openApiDocument(contract.methods(), handWrittenPaths);
  const general = Buffer.from(JSON.stringify(document));
  fastify.get('/openapi.json', async (request, reply) => {
    const fields = request.caller.kind === 'nobody' ? [] : await readCustomFields(clients, request.token);
    const shown =
      fields.length === 0 ? general : Buffer.from(JSON.stringify(withCustomFields(document, fields)));
    return reply
      .header('cache-control', 'private, no-cache')
      .header('vary', 'accept-encoding, authorization')
      .type('application/json; charset=utf-8')
      .compress(shown);
  });
  await fastify.register(async (scope) => {
    await allowReference(scope);
    await scope.register(apiReference, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Kontor API',
        withDefaultFonts: false,
        telemetry: false,
        // Buttons that lead to the page's makers, not to Kontor.
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
        hideClientButton: true,
        // The script beside the page; without it the page would ask a CDN.
        cdn: 'js/scalar.js',
        bundle: false,
      },
    });
  });
}
