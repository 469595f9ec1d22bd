import { Metadata, status, type ServiceError, type StatusObject } from '@grpc/grpc-js';
import { AppError } from '@kontor/errors/app-error';
import { errorCodes } from '@kontor/errors/codes';
import type { Problem } from '@kontor/errors/problem';
import { metadataKeys } from './metadata.js';

/** An error that another service answered, in the words it chose for the caller. */
export class RpcProblem extends AppError {
  constructor(readonly problem: Problem) {
    super(problem.code, problem.reason, {
      fields: problem.fields.map(({ field, reason }) => ({ field, reason })),
      current: problem.current,
      ...(problem.candidates && { candidates: problem.candidates }),
      ...(problem.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: problem.retryAfterSeconds }),
    });
  }
}

/** Trailers beyond some 64 kB break the stream, and base64 adds a third; in bytes of JSON. */
const trailerLimit = 32 * 1024;

/**
 * The status with which a call fails: code, and the problem as a trailer. What is too large for a trailer is left
 * out: the record as it stands first, then the fields.
 */
export function failedStatus(problem: Problem): Partial<StatusObject> & { code: status } {
  const metadata = new Metadata();
  metadata.set(metadataKeys.problem, trailerOf(problem));
  return { code: errorCodes[problem.code].grpc, details: problem.reason, metadata };
}

function trailerOf(problem: Problem): Buffer {
  for (const shown of [problem, { ...problem, current: undefined }]) {
    const bytes = Buffer.from(JSON.stringify(shown));
    if (bytes.length <= trailerLimit) return bytes;
  }
  return Buffer.from(JSON.stringify({ ...problem, current: undefined, candidates: undefined, fields: [] }));
}

/**
 * Statuses of a call that the transport ended: a service that dies in the middle of one resets its stream, which
 * grpc-js calls INTERNAL. A fault that a service answers itself brings its problem along.
 */
const connectionLost: ReadonlySet<status> = new Set([status.UNAVAILABLE, status.CANCELLED, status.INTERNAL]);

/** What a failed call means: the callee's problem, or that it could not be reached or did not answer in time. */
export function problemOf(error: ServiceError): AppError {
  const trailer = error.metadata?.get(metadataKeys.problem)[0];
  if (Buffer.isBuffer(trailer)) return new RpcProblem(JSON.parse(trailer.toString('utf8')) as Problem);
  if (error.code === status.DEADLINE_EXCEEDED)
    return new AppError('deadline', 'deadline-exceeded', { cause: error });
  if (connectionLost.has(error.code)) {
    return new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1, cause: error });
  }
  if (error.code === status.RESOURCE_EXHAUSTED)
    return new AppError('too_large', 'body-too-large', { cause: error });
  return new AppError('internal', 'internal', { cause: error });
}
