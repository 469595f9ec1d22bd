import type { FastifyRequest } from 'fastify';
import type { Call } from '@kontor/access/call';
import { checkFaults } from '@kontor/errors/app-error';
import type { Acting } from '@kontor/rpc/acting-headers';
import type { JsonAnswer, RpcClients } from '@kontor/rpc/client';
import { writeLimit } from '@kontor/rpc/metadata';
import { contract } from '@kontor/schema/contract';
import { validateRequest } from '@kontor/schema/validate';
import { languageOf } from '../edge/request-context.js';
import { actingOf } from './acting.js';

/** In whose name the gateway makes calls of its own for a request, such as one for each piece of a file. */
export interface OwnCaller extends Pick<Call, 'requestId' | 'language'>, Acting {
  token: string;
  /** The request's idempotency key; empty where it has none, or only reads. */
  key: string;
}

/** Who sent a request. Throws invalid-request that names a malformed header. */
export function ownCaller(request: FastifyRequest, key = ''): OwnCaller {
  const { id: requestId, token } = request;
  return { requestId, language: languageOf(request), ...actingOf(request), token, key };
}

/** How one call of the gateway's own differs from others. */
export interface OwnCallOptions {
  /** Milliseconds until it is given up. */
  limit?: number;
  /** A piece of a file: the gateway's own making, and too big to look at twice. */
  piece?: boolean;
  /** It counts under this idempotency key. */
  key?: string | undefined;
}

/** A call of the gateway's own making in the name of who asks. Throws AppError invalid-request, or as the service does. */
export async function ownCall(
  clients: RpcClients,
  path: string,
  request: object,
  { token, requestId, language, onBehalfOf, viewAsRole }: OwnCaller,
  { limit = writeLimit, piece = false, key }: OwnCallOptions = {},
): Promise<JsonAnswer> {
  const method = contract.method(path);
  const fields = piece ? [] : validateRequest(method, request);
  checkFaults(fields);
  const call = {
    ...{ requestId, language, onBehalfOf, viewAsRole },
    deadline: Date.now() + limit,
    ...(key && { idempotencyKey: key }),
  };
  return clients.callJson(method, Buffer.from(JSON.stringify(request)), call, token);
}

/** What a call answered. */
export function parsed<T>({ body }: JsonAnswer): T {
  return JSON.parse(body.toString('utf8')) as T;
}
