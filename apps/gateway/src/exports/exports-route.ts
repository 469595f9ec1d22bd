import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { RpcClients } from '@kontor/rpc/client';
import { CACHE_CONTROL } from '../answer/send-answer.js';
import { signedIn } from '../edge/authentication.js';
import { ownCaller } from '../request/own-call.js';
import { refuseQuery } from '../request/query.js';
import { routerPath } from '../request/path-pattern.js';
import { ExportCalls } from './export-calls.js';

/** Where the file of an export is had. */
const EXPORT_FILE_PATH = '/v1/exports/{id}/file';

const PERMISSION = 'customer.export';

const types: Record<string, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Registers the download of exported files, always as an attachment: no browser is to open one by itself. */
export function registerExports(fastify: FastifyInstance, clients: RpcClients): void {
  fastify.route({
    method: 'GET',
    url: routerPath(EXPORT_FILE_PATH),
    config: { pattern: EXPORT_FILE_PATH },
    preParsing: signedIn(PERMISSION),
    handler: async (request, reply) => {
      refuseQuery(request.url);
      const { id = '' } = request.params as { id?: string };
      const calls = new ExportCalls(clients, ownCaller(request));
      const { fileName, format, bytes } = await calls.get(id);
      // Before the first byte is sent, so that a refusal can still be a problem.
      const first = await calls.chunk(id, 0);
      return reply
        .header('cache-control', CACHE_CONTROL)
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .header('content-length', bytes)
        .header('x-content-type-options', 'nosniff')
        .type(types[format] ?? 'application/octet-stream')
        .send(Readable.from(piecesFrom(first, calls, id), { objectMode: false }));
    },
  });
}

async function* piecesFrom(first: Buffer, calls: ExportCalls, id: string): AsyncGenerator<Buffer> {
  let offset = 0;
  for (let piece = first; piece.length > 0; piece = await calls.chunk(id, offset)) {
    offset += piece.length;
    yield piece;
  }
}
