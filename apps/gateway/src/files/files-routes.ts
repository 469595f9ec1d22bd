import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { AppError } from '@kontor/errors/app-error';
import type { File } from '@kontor/contracts/gen/kontor/customer/v1/file';
import type { RpcClients } from '@kontor/rpc/client';
import { CACHE_CONTROL, sendAnswer } from '../answer/send-answer.js';
import { signedIn } from '../edge/authentication.js';
import { partsOf } from '../imports/parts.js';
import { CHUNK_BYTES, tooLarge } from '../imports/upload.js';
import { idempotencyKey } from '../request/idempotency-key.js';
import { ownCaller } from '../request/own-call.js';
import { routerPath } from '../request/path-pattern.js';
import { refuseQuery } from '../request/query.js';
import { attachment } from './content-disposition.js';
import { FileCalls } from './file-calls.js';
import { takeFile } from './take-file.js';

/** Where files are uploaded. The call of the contract lists them at the same path. */
const FILES_PATH = '/v1/customers/{customer_id}/files';
/** Where the bytes of a file are had. */
const CONTENT_PATH = '/v1/customers/{customer_id}/files/{id}/content';

/** Bytes that the form may have beside the file. */
const FORM_BYTES = 64 * 1024;

/** Whatever a file is, no browser runs or shows it: it is saved, its type is not guessed, and nothing is loaded. */
const SAVED_ONLY = "default-src 'none'; sandbox; frame-ancestors 'none'";

/** Registers upload and download of the files of customers and talks. `limit` in bytes. */
export async function registerFiles(
  fastify: FastifyInstance,
  clients: RpcClients,
  limit: number,
): Promise<void> {
  await fastify.register(async (scope) => {
    await scope.register(multipart, {
      throwFileSizeLimit: false,
      limits: { fileSize: limit + 1, fieldSize: 1024, fields: 2, files: 2, parts: 4, headerPairs: 20 },
    });
    scope.route({
      method: 'POST',
      url: routerPath(FILES_PATH),
      bodyLimit: limit + FORM_BYTES,
      config: { pattern: FILES_PATH, place: 'file' },
      preParsing: signedIn('customer.write'),
      handler: async (request, reply) => {
        refuseQuery(request.url);
        if (Number(request.headers['content-length'] ?? 0) > limit + FORM_BYTES) throw tooLarge(limit);
        if (!request.isMultipart()) throw new AppError('unsupported', 'unsupported-media-type');
        const { customer_id: customerId = '' } = request.params as { customer_id?: string };
        const repeatable = request.headers['idempotency-key'] !== undefined;
        const key = idempotencyKey(request.headers['idempotency-key']);
        const calls = new FileCalls(clients, ownCaller(request, key), customerId);
        const { id, answer } = await takeFile(partsOf(request), calls, limit, repeatable);
        reply.header('location', `/v1/customers/${customerId}/files/${id}`);
        return sendAnswer({ status: 201, conditional: false, located: false }, answer, request, reply);
      },
    });
  });
  fastify.route({
    method: 'GET',
    url: routerPath(CONTENT_PATH),
    config: { pattern: CONTENT_PATH },
    preParsing: signedIn('customer.read'),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const { customer_id: customerId = '', id = '' } = request.params as Record<string, string>;
      const calls = new FileCalls(clients, ownCaller(request), customerId);
      const file = JSON.parse((await calls.get(id)).body.toString('utf8')) as Partial<File>;
      // Before the first byte is sent, so that a refusal can still be a problem.
      const first = await calls.read(id, 0);
      return reply
        .header('cache-control', CACHE_CONTROL)
        .header('content-disposition', attachment(file.name ?? ''))
        .header('content-security-policy', SAVED_ONLY)
        .header('x-content-type-options', 'nosniff')
        .header('content-length', file.size ?? first.length)
        .type(file.contentType || 'application/octet-stream')
        .send(Readable.from(bytesOf(first, calls, id)));
    },
  });
}

/** The pieces of a file, each asked for when the one before has been sent. */
async function* bytesOf(first: Buffer, calls: FileCalls, id: string): AsyncGenerator<Buffer> {
  let piece = first;
  for (let index = 1; ; index++) {
    if (piece.length > 0) yield piece;
    if (piece.length < CHUNK_BYTES) return;
    piece = await calls.read(id, index);
  }
}
