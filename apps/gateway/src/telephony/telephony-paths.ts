import { problemResponses } from '@kontor/schema/openapi-components';
import type { ExtraPaths } from '@kontor/schema/openapi';

/** The door of telephone exchanges, for the API reference. */
export const telephonyPaths: ExtraPaths = {
  '/v1/telephony/events': {
    post: {
      operationId: 'postTelephonyEvent',
      tags: ['Telephony'],
      security: [],
      summary: 'An event of a telephone exchange',
      description:
        'Signed as Standard Webhooks says: HMAC-SHA-256 over id, timestamp and body, not older than five minutes, with a key of ' +
        'TELEPHONY_SECRET (several while one takes the place of another). Events may come twice, out of order and from several nodes. The person whose phone rings hears `CallRinging` on the stream ' +
        'of live events and reads the call at `/v1/calls/{id}`.',
      parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
        name,
        in: 'header',
        required: true,
        schema: { type: 'string' },
        description: 'As Standard Webhooks says.',
      })),
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['type', 'callId'],
              properties: {
                type: { type: 'string', enum: ['ring', 'answer', 'hangup'] },
                callId: { type: 'string', description: 'The same for all events of a call.' },
                from: { type: 'string', description: 'Number that calls; empty where withheld.' },
                to: { type: 'string', description: 'Number that is called.' },
                extension: { type: 'string', description: 'The phone that rings or answered.' },
                direction: { type: 'string', enum: ['inbound', 'outbound'] },
                exchange: { type: 'string', description: 'Name of the exchange, where there are several.' },
                node: { type: 'string', description: 'Machine of the exchange that tells.' },
                time: { type: 'string', format: 'date-time' },
              },
            },
          },
        },
      },
      responses: {
        204: { description: 'Taken in.' },
        ...problemResponses([400, 401, 413, 415, 429, 500, 503]),
      },
    },
  },
};
