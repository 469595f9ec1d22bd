import { AppError } from '@kontor/errors/app-error';

/** Throws `stale`, showing the record as it stands, when the caller changes another version than the newest. */
export function expectEtag(current: { etag: string }, expected: string | undefined): void {
  if (expected !== undefined && expected !== '' && expected !== current.etag) {
    throw new AppError('stale', 'stale-record', { current });
  }
}
