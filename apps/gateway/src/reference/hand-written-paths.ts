import { answerHeaders, component, problemResponses } from '@kontor/schema/openapi-components';
import type { ExtraPaths } from '@kontor/schema/openapi';

/** What any call of a signed-in person may be refused with. */
const always = [400, 401, 403, 429, 500, 503];

const importOptions = {
  columns: {
    type: 'string',
    contentMediaType: 'application/json',
    description: 'Which column fills which field: a JSON array of {column, field}.',
  },
  dryRun: { type: 'boolean', description: 'Only check the rows and report; write no customer.' },
  source: {
    type: 'string',
    maxLength: 50,
    description: 'System the file comes from. Default: the name of the file.',
  },
  country: {
    type: 'string',
    description: 'Country of phone numbers written without one, ISO 3166-1 alpha-2.',
  },
  encoding: {
    type: 'string',
    description: 'Encoding of a CSV file: utf-8, utf-16le, gb18030, windows-1251. Default: detected.',
  },
  delimiter: { type: 'string', maxLength: 1, description: 'Separator of a CSV file. Default: detected.' },
};

/** Paths that stand in no proto, because HTTP carries something else there than one message: files and streams. */
export const handWrittenPaths: ExtraPaths = {
  '/v1/events': {
    get: {
      operationId: 'streamEvents',
      tags: ['Events'],
      summary: 'Live events',
      description:
        'Server-sent events of changes to records that the caller may see: which record, never what is in it. Each `id` is a ' +
        'cursor; a client that comes back with it in Last-Event-ID gets what it missed. An event `reset` says that events were ' +
        'missed for good: read the records again. Data with `gone` says that the caller no longer sees the record. The ' +
        'stream ends when the access token does, or the session.',
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          schema: { type: 'string' },
          description: '`id` of the last event had.',
        },
      ],
      responses: {
        200: {
          description: 'Events until the client leaves or its token ends.',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...problemResponses(always),
      },
    },
  },
  '/v1/customers:import': {
    post: {
      operationId: 'uploadImport',
      tags: ['Import'],
      summary: 'Upload a CSV or XLSX file of customers',
      description:
        'The options come first, each as a part of the form or all as JSON in a part `options`; the file is the last part. ' +
        'Follow the run at the address in Location.',
      parameters: [component('parameters', 'Idempotency-Key'), component('parameters', 'Accept-Language')],
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['columns', 'file'],
              properties: {
                ...importOptions,
                file: { type: 'string', contentMediaType: 'application/octet-stream' },
              },
            },
          },
        },
      },
      responses: {
        202: {
          description: 'The file is stored and waits for its turn.',
          headers: { ...answerHeaders, Location: component('headers', 'Location') },
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Import' } } },
        },
        ...problemResponses([...always, 409, 413, 415, 422, 504]),
      },
    },
  },
  '/v1/imports/{id}/bad-rows.csv': {
    get: {
      operationId: 'downloadImportBadRows',
      tags: ['Import'],
      summary: 'Refused rows as a CSV file',
      description:
        'The columns of the file, then Line and Reason. Cells that a spreadsheet would take for a formula begin with a quote.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          schema: { type: 'string', format: 'uuid' },
          description: 'UUID of the import.',
        },
      ],
      responses: {
        200: { description: 'The file.', content: { 'text/csv': { schema: { type: 'string' } } } },
        ...problemResponses([...always, 404, 504]),
      },
    },
  },
};
