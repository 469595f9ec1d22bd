import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { RpcClients } from '@kontor/rpc/client';
import { CACHE_CONTROL, sendAnswer } from '../answer/send-answer.js';
import { signedIn } from '../edge/authentication.js';
import { languageOf } from '../edge/request-context.js';
import { idempotencyKey } from '../request/idempotency-key.js';
import { ownCaller } from '../request/own-call.js';
import { refuseQuery } from '../request/query.js';
import { routerPath } from '../request/path-pattern.js';
import { badRowsCsv } from './bad-rows-csv.js';
import { ImportCalls } from './import-calls.js';
import { partsOf } from './parts.js';
import { FIELD_BYTES, takeUpload, tooLarge } from './upload.js';

const PERMISSION = 'customer.import';

/** Where a file is uploaded. */
const UPLOAD_PATH = '/v1/customers:import';
/** Where the refused rows of an import are had as a file. */
const BAD_ROWS_PATH = '/v1/imports/{id}/bad-rows.csv';

/** Bytes that the form may have beside the file. */
const FORM_BYTES = 1024 * 1024;
const PAGE_SIZE = 1000;

/** Registers the upload of a file to import, and the download of its refused rows. `limit` in bytes. */
export async function registerImports(
  fastify: FastifyInstance,
  clients: RpcClients,
  limit: number,
): Promise<void> {
  await fastify.register(async (scope) => {
    await scope.register(multipart, {
      throwFileSizeLimit: false,
      limits: {
        fileSize: limit + 1,
        fieldSize: FIELD_BYTES,
        fields: 20,
        files: 2,
        parts: 22,
        headerPairs: 20,
      },
    });
    scope.route({
      method: 'POST',
      url: routerPath(UPLOAD_PATH),
      bodyLimit: limit + FORM_BYTES,
      config: { pattern: UPLOAD_PATH, place: 'import' },
      preParsing: signedIn(PERMISSION),
      handler: async (request, reply) => {
        refuseQuery(request.url);
        if (Number(request.headers['content-length'] ?? 0) > limit + FORM_BYTES) throw tooLarge(limit);
        if (!request.isMultipart()) throw new AppError('unsupported', 'unsupported-media-type');
        const repeatable = request.headers['idempotency-key'] !== undefined;
        const key = idempotencyKey(request.headers['idempotency-key']);
        const calls = new ImportCalls(clients, ownCaller(request, key));
        const { id, answer } = await takeUpload(partsOf(request), calls, limit, repeatable);
        reply.header('location', `/v1/imports/${id}`);
        return sendAnswer({ status: 202, conditional: false, located: false }, answer, request, reply);
      },
    });
  });
  fastify.route({
    method: 'GET',
    url: routerPath(BAD_ROWS_PATH),
    config: { pattern: BAD_ROWS_PATH },
    preParsing: signedIn(PERMISSION),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const { id = '' } = request.params as { id?: string };
      const calls = new ImportCalls(clients, ownCaller(request));
      // Before the first byte is sent, so that a refusal can still be a problem.
      const first = await calls.badRows(id, PAGE_SIZE, undefined);
      return reply
        .header('cache-control', CACHE_CONTROL)
        .header('content-disposition', `attachment; filename="bad-rows-${id}.csv"`)
        .type('text/csv; charset=utf-8')
        .send(badRowsCsv(pagesFrom(first, calls, id), languageOf(request)));
    },
  });
}

async function* pagesFrom(
  first: ListImportBadRowsResponse,
  calls: ImportCalls,
  id: string,
): AsyncGenerator<ListImportBadRowsResponse> {
  let page = first;
  yield page;
  while (page.nextPageToken) {
    page = await calls.badRows(id, PAGE_SIZE, page.nextPageToken);
    yield page;
  }
}
