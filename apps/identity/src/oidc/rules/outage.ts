/** What openid-client calls an answer that did not come in time, or was broken off. */
const late = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/**
 * Whether an error of openid-client tells of a provider that is away (no connection, no answer in time, a fault of its
 * own) and not of a sign-in that was refused.
 */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  // Told by what it has, not by its class: fetch throws errors, and openid-client keeps answers, of another realm.
  const { name, message, code = '', status = 0, cause } = error as Partial<Error> & Failure;
  if (late.has(code) || name === 'TimeoutError' || status >= 500) return true;
  if (name === 'TypeError' && message === 'fetch failed') return true;
  return isOutage(cause);
}

interface Failure {
  code?: string;
  /** Of an answer that was no success. */
  status?: number;
}
