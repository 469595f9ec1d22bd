import { answerHeaders, component, problemResponses } from '@kontor/schema/openapi-components';
import type { ExtraPaths } from '@kontor/schema/openapi';

/** What any call of a signed-in person may be refused with. */
const always = [400, 401, 403, 429, 500, 503];

/** Upload and download of files, for the API reference. */
export const filePaths: ExtraPaths = {
  '/v1/customers/{customer_id}/files': {
    post: {
      operationId: 'uploadFile',
      tags: ['File'],
      summary: 'Attach a file to a customer or a talk',
      description:
        'The content must agree with the ending of the name, and be of a type that is taken: documents, pictures, sound, text. ' +
        'Nobody sees the file before it is whole.',
      parameters: [
        {
          name: 'customer_id',
          in: 'path',
          required: true,
          schema: { type: 'string', format: 'uuid' },
          description: 'UUID of the customer.',
        },
        component('parameters', 'Idempotency-Key'),
        component('parameters', 'Accept-Language'),
      ],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: {
                interactionId: {
                  type: 'string',
                  format: 'uuid',
                  description: 'UUID of the talk, before the file.',
                },
                file: { type: 'string', contentMediaType: 'application/octet-stream' },
              },
            },
          },
        },
      },
      responses: {
        201: {
          description: 'The file is stored.',
          headers: { ...answerHeaders, Location: component('headers', 'Location') },
          content: { 'application/json': { schema: { $ref: '#/components/schemas/File' } } },
        },
        ...problemResponses([...always, 404, 409, 413, 415, 422, 504]),
      },
    },
  },
  '/v1/customers/{customer_id}/files/{id}/content': {
    get: {
      operationId: 'downloadFile',
      tags: ['File'],
      summary: 'The bytes of a file',
      description: 'Always as an attachment: to be saved, not shown.',
      parameters: ['customer_id', 'id'].map((name) => ({
        name,
        in: 'path',
        required: true,
        schema: { type: 'string', format: 'uuid' },
        description: name === 'id' ? 'UUID of the file.' : 'UUID of the customer.',
      })),
      responses: {
        200: {
          description: 'The file.',
          content: { 'application/octet-stream': { schema: { type: 'string' } } },
        },
        ...problemResponses([...always, 404, 504]),
      },
    },
  },
};
