import { errorCodes } from '@kontor/errors/codes';
import { AppError } from '@kontor/errors/app-error';

/** Whether an error is an answer to the caller rather than a fault: it does not mark a span as failed. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && errorCodes[error.code].http < 500;
}
