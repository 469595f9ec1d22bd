import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '@kontor/errors/app-error';
import type { RpcClients } from '@kontor/rpc/client';
import { contract } from '@kontor/schema/contract';
import { sendAnswer } from '../answer/send-answer.js';
import { actingOf, isActing } from '../request/acting.js';
import { callOf } from '../routes.js';

/** One of several calls that make one answer. */
export interface PartCall {
  /** Name in the answer. */
  name: string;
  /** Contract path of the call. */
  path: string;
  /** Its request message. */
  request: object;
  /** Deadline in milliseconds, instead of that of the others. */
  limit?: number;
}

/** How a part of an answer stands. */
export type PartState = 'shown' | 'hidden' | 'unavailable';

/** A part of an answer. */
export interface Part {
  name: string;
  /** Contract path of the call. */
  path: string;
  state: PartState;
  /** What the call answered, as JSON; where it was shown. */
  body?: string;
  /** Why it is not shown. */
  error?: AppError;
}

/** Refusals that say: not for you. Everything else says: not now. */
const hiding: ReadonlySet<string> = new Set(['forbidden', 'not_found']);

/**
 * Makes calls in the name of who asks, all at once, each with a deadline of its own (milliseconds): what one service
 * fails at, or is slow at, is marked and takes nothing from the others. Whatever the services answer is shaped by the
 * caller's rights there.
 */
export function parallelCalls(
  clients: RpcClients,
  request: FastifyRequest,
  calls: readonly PartCall[],
  limit: number,
): Promise<Part[]> {
  return Promise.all(
    calls.map(async ({ name, path, request: message, limit: own }): Promise<Part> => {
      const method = contract.method(path);
      try {
        const { body } = await clients.callJson(
          method,
          Buffer.from(JSON.stringify(message)),
          callOf(method, request, own ?? limit),
          request.token,
        );
        return { name, path, state: 'shown', body: body.toString('utf8') };
      } catch (thrown) {
        // Also what is no answer, such as a service without an address: it is that part which is not there.
        const error =
          thrown instanceof AppError ? thrown : new AppError('unavailable', 'unavailable', { cause: thrown });
        return { name, path, state: hiding.has(error.code) ? 'hidden' : 'unavailable', error };
      }
    }),
  );
}

/** Parts as JSON: `{"contacts":{"state":"shown", …}}`; what was answered is put in as it came. */
export function partsJson(parts: readonly Part[]): string {
  const members = parts.map(({ name, state, body, error }) => {
    const head = `"state":"${state}"${error ? `,"reason":${JSON.stringify(error.reason)}` : ''}`;
    const rest = body?.trim().slice(1, -1) ?? '';
    return `${JSON.stringify(name)}:{${head}${rest ? `,${rest}` : ''}}`;
  });
  return `{${members.join(',')}}`;
}

/** Sends an answer that was made of parts. */
export function sendParts(json: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const acting = actingOf(request);
  const plan = { status: 200, conditional: false, located: false };
  return sendAnswer(plan, { body: Buffer.from(json) }, request, reply, isActing(acting) ? acting : undefined);
}
