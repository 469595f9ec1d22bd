import type { FastifyReply, FastifyRequest } from 'fastify';
import { onBehalfHeader, readActing, viewAsHeader, type Acting } from '@kontor/rpc/acting-headers';

/** As whom a request asks to be made. Throws invalid-request that names the header of a malformed value. */
export function actingOf({ headers }: FastifyRequest): Acting {
  return readActing(one(headers[onBehalfHeader.toLowerCase()]), one(headers[viewAsHeader.toLowerCase()]));
}

/** Whether the answer is shaped by the rights of somebody else: nobody may take it for the caller's own. */
export function isActing({ onBehalfOf, viewAsRole }: Acting): boolean {
  return onBehalfOf !== undefined || viewAsRole !== undefined;
}

/** Tells with the answer as whom it was given, so that a console can show it and a cache keeps it apart. */
export function tellActing({ onBehalfOf, viewAsRole }: Acting, reply: FastifyReply): void {
  if (onBehalfOf) reply.header(onBehalfHeader, onBehalfOf);
  if (viewAsRole) reply.header(viewAsHeader, viewAsRole);
  reply.header('cache-control', 'no-store');
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
