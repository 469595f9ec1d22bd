import type { Multipart } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { AppError } from '@kontor/errors/app-error';

/** The parts of a form as they arrive. Throws AppError `invalid` where the form is broken or has too many of them. */
export async function* partsOf(request: FastifyRequest): AsyncGenerator<Multipart> {
  try {
    yield* request.parts();
  } catch (error) {
    throw brokenUpload(error);
  } finally {
    // What nobody reads any more would stand before the next request of the connection, which then never came through.
    request.raw.unpipe().resume();
  }
}

/** The parser's own errors say nothing of whose fault they are: what cannot be read was not sent well. */
export function brokenUpload(cause: unknown): AppError {
  return cause instanceof AppError ? cause : new AppError('invalid', 'import-upload-broken', { cause });
}
