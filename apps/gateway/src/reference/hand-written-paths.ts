import { answerHeaders, component, problemResponses } from '@kontor/schema/openapi-components';
import type { ExtraPaths } from '@kontor/schema/openapi';
import { filePaths } from '../files/file-paths.js';
import { telephonyPaths } from '../telephony/telephony-paths.js';

/** What any call of a signed-in person may be refused with. */
const always = [400, 401, 403, 429, 500, 503];

const importOptions = {
  columns: {
    type: 'string',
    contentMediaType: 'application/json',
    description: 'Which column fills which field: a JSON array of {column, field}.',
  },
  dryRun: { type: 'boolean', description: 'Only check the rows and report; write no customer.' },
  acceptDuplicates: {
    type: 'boolean',
    description:
      'Take rows that look like customers that exist, too; without it they are refused. Rows with the tax number of ' +
      'another customer are refused in any case.',
  },
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
  object: {
    type: 'string',
    enum: ['customer', 'interaction'],
    description: 'What the rows are. Default: customer.',
  },
  mode: {
    type: 'string',
    enum: ['create', 'update', 'both'],
    description: 'Whether rows make customers, change those that are there, or both. Default: create.',
  },
  match: {
    type: 'string',
    enum: ['external_id', 'number', 'tax_number', 'reach'],
    description: 'By what the customer of a row is found. Default: external_id.',
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
  ...telephonyPaths,
  ...filePaths,
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
  '/v1/exports/{id}/file': {
    get: {
      operationId: 'downloadExport',
      tags: ['Export'],
      summary: 'The file of an export',
      description: 'As an attachment, to who started the export, until `expireTime`.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          schema: { type: 'string', format: 'uuid' },
          description: 'UUID of the export.',
        },
      ],
      responses: {
        200: {
          description: 'The file.',
          content: {
            'text/csv': { schema: { type: 'string' } },
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': {
              schema: { type: 'string', format: 'binary' },
            },
          },
        },
        ...problemResponses([...always, 404, 409, 504]),
      },
    },
  },
  '/v1/customers/{id}/panorama': {
    get: {
      operationId: 'getCustomerPanorama',
      tags: ['Customer'],
      summary: 'Everything about a customer',
      description:
        'The customer and its sections in one answer, each as the caller may see it. Every section says its `state`: `shown` ' +
        'with what its own call answers (the first 20), `hidden` where the caller’s rights hide it, `unavailable` with the ' +
        'reason where it or its service fails or is slow. 404 where the caller does not see the customer.',
      parameters: [
        {
          name: 'id',
          in: 'path',
          required: true,
          schema: { type: 'string', format: 'uuid' },
          description: 'UUID of the customer.',
        },
      ],
      responses: {
        200: {
          description: 'The customer and its sections.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        ...problemResponses([...always, 404, 504]),
      },
    },
  },
  '/v1/search': {
    get: {
      operationId: 'searchEverything',
      tags: ['Search'],
      summary: 'Search in customers, contacts and products',
      description:
        'By names, numbers, phones, e-mails and tax numbers, in any script. Results stand by kind, each with a `state`: ' +
        '`shown`, `hidden` (the caller may not search there) or `unavailable` with the reason.',
      parameters: [
        {
          name: 'q',
          in: 'query',
          required: true,
          schema: { type: 'string', maxLength: 200 },
          description: 'What to look for: two letters or more.',
        },
      ],
      responses: {
        200: {
          description: 'What was found.',
          content: { 'application/json': { schema: { type: 'object' } } },
        },
        ...problemResponses([...always, 504]),
      },
    },
  },
};
