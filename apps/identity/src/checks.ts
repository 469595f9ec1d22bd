import { AppError, type FieldViolation } from '@kontor/errors/app-error';

/** Refuses a change to another version than the caller saw (If-Match), and shows the current one. */
export function checkEtag(expected: string | undefined, current: { etag: string }): void {
  if (expected !== undefined && expected !== '' && expected !== current.etag) {
    throw new AppError('stale', 'stale-record', { current });
  }
}

/** Refuses a request in which fields are at fault. */
export function checkFaults(fields: FieldViolation[]): void {
  if (fields.length > 0) throw new AppError('invalid', 'invalid-request', { fields });
}
