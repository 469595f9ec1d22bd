import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RpcClients } from '@kontor/rpc/client';
import { writeLimit } from '@kontor/rpc/metadata';
import { contract } from '@kontor/schema/contract';
import { checkFaults } from '@kontor/errors/app-error';
import { validateRequest } from '@kontor/schema/validate';
import { languageOf } from '../edge/request-context.js';
import { refuseQuery } from '../request/query.js';

const RECEIVE = '/kontor.customer.v1.TelephonyService/ReceiveTelephonyEvent';

/** Where telephone exchanges post their events. */
export const EVENTS_PATH = '/v1/telephony/events';

/** An event of a call is a few hundred bytes. */
const EVENT_BYTES = 16 * 1024;

/**
 * Registers the door of telephone exchanges: public, and signed. The bytes go on as they came, for the signature is over
 * them and is checked by the service, which alone knows the key.
 */
export async function registerTelephony(fastify: FastifyInstance, clients: RpcClients): Promise<void> {
  const method = contract.method(RECEIVE);
  await fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, parsed) => parsed(null, body));
    scope.route({
      method: 'POST',
      url: EVENTS_PATH,
      bodyLimit: EVENT_BYTES,
      config: { pattern: EVENTS_PATH },
      handler: async (request, reply) => {
        refuseQuery(request.url);
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const message = {
          webhookId: header(request, 'webhook-id'),
          webhookTimestamp: header(request, 'webhook-timestamp'),
          webhookSignature: header(request, 'webhook-signature'),
          body: body.toString('base64'),
        };
        const fields = validateRequest(method, message);
        checkFaults(fields);
        const call = {
          requestId: request.id,
          language: languageOf(request),
          deadline: Date.now() + writeLimit,
        };
        await clients.callJson(method, Buffer.from(JSON.stringify(message)), call, '');
        return reply.code(204).send();
      },
    });
    done();
  });
}

function header({ headers }: FastifyRequest, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
