import { AppError, type AppErrorOptions, type ErrorCode } from '@kontor/errors/app-error';

/** A refusal whose HTTP status is more precise than its code's: 405, 408, 431. */
export class HttpRefusal extends AppError {
  readonly status: number;

  constructor(status: number, code: ErrorCode, reason: string, options: AppErrorOptions = {}) {
    super(code, reason, options);
    this.name = 'HttpRefusal';
    this.status = status;
  }
}

/** What Fastify refuses by itself, in our words. */
const refusals: Record<string, () => AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('too_large', 'body-too-large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new AppError('unsupported', 'unsupported-media-type'),
  FST_ERR_CTP_EMPTY_TYPE: () => new AppError('unsupported', 'unsupported-media-type'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new AppError('invalid', 'malformed-request'),
  FST_ERR_BAD_URL: () => new AppError('invalid', 'broken-utf8'),
  FST_ERR_MAX_PARAM_LENGTH: () => new AppError('not_found', 'not-found'),
  FST_ERR_ASYNC_CONSTRAINT: () => new AppError('not_found', 'not-found'),
};

/**
 * An error as the gateway answers it: what Fastify and its plugins refuse becomes one of ours, everything else stays
 * as it is. Faults of a request must never look like faults of the server.
 */
export function asRefusal(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error;
  const { code, statusCode } = error as Error & { code?: string; statusCode?: number };
  const known = code === undefined ? undefined : refusals[code];
  if (known) return known();
  const refused = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return refused ? new AppError('invalid', 'malformed-request', { cause: error }) : error;
}
