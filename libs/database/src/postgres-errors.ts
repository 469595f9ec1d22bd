import { AppError } from '@kontor/errors/app-error';

/** What a violated constraint means to the caller. */
export interface ConstraintMeaning {
  /** Reason in the service's messages, such as external-id-taken. */
  reason: string;
  /** Field at fault, as in JSON. */
  field?: string;
  /** 'conflict' unless the request itself is wrong. */
  code?: 'conflict' | 'invalid';
}

/** Constraint or index name → meaning. */
export type ConstraintMeanings = Record<string, ConstraintMeaning>;

interface PostgresError {
  code?: string;
  constraint?: string;
}

/** The unique index behind idempotency keys. */
const idempotencyConstraint = 'idempotency_pkey';

/** Whether the key of the request is used already. */
export function isRepeatedKey(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as PostgresError;
  return code === '23505' && constraint === idempotencyConstraint;
}

/** Puts a driver's error into the words of callers. Anything without meaning to them stays as it is: internal. */
export function meaningOf(error: unknown, constraints: ConstraintMeanings): unknown {
  if (error instanceof AppError) return error;
  const { code = '', constraint = '' } = (error ?? {}) as PostgresError;
  const meaning = constraints[constraint];
  if (meaning && code.startsWith('23')) {
    const fields = meaning.field ? [{ field: meaning.field, reason: meaning.reason }] : [];
    return new AppError(meaning.code ?? 'conflict', meaning.reason, { fields, cause: error });
  }
  if (code === '55P03') {
    return new AppError('conflict', 'request-in-progress', { retryAfterSeconds: 1, cause: error });
  }
  if (code === '40001' || code === '40P01') {
    return new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1, cause: error });
  }
  if (code === '57014') return new AppError('deadline', 'deadline-exceeded', { cause: error });
  if (isConnectionLoss(error)) {
    return new AppError('unavailable', 'unavailable', { retryAfterSeconds: 1, cause: error });
  }
  return error;
}

/** Whether the connection, not the statement, failed: the outcome of a COMMIT in flight is then unknown. */
export function isConnectionLoss(error: unknown): boolean {
  const { code = '', message = '' } = (error ?? {}) as PostgresError & { message?: string };
  return (
    /^(08|57P0|53300)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code) ||
    /Connection terminated|not queryable|Client was closed|timeout exceeded when trying to connect/.test(
      message,
    )
  );
}
