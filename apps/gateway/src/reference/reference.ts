import apiReference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { contract } from '@kontor/schema/contract';
import { openApiDocument } from '@kontor/schema/openapi';
import { allowReference } from '../edge/security-headers.js';
import { handWrittenPaths } from './hand-written-paths.js';

/** Serves the OpenAPI document and a page to browse it, both from this process alone: no CDN, no fonts from afar. */
export async function registerReference(fastify: FastifyInstance): Promise<void> {
  const document = Buffer.from(JSON.stringify(openApiDocument(contract.methods(), handWrittenPaths)));
  fastify.get('/openapi.json', (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-encoding')
      .type('application/json; charset=utf-8')
      .compress(document),
  );
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
