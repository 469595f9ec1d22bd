import type { WebReviewReason } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { AppError } from '@kontor/errors/app-error';

/** Milliseconds until the first repeat, and at most between two. */
const first = 5_000;
const longest = 60 * 60 * 1000;

const alike: ReadonlySet<string> = new Set(['duplicate', 'possible-duplicate', 'duplicate-needs-reason']);

/** What a fault means for a submission. */
export type Fate = { review: WebReviewReason; fault: string } | { retryAfter: number };

/**
 * What becomes of a submission of which nothing could be made. A record that is refused for what it says, or for whom it
 * looks like, is refused again: a person looks at it. Whatever else goes wrong passes, such as a lost connection, a
 * deadlock or a record that changed meanwhile: it is tried again, after twice as long each time, so that others come
 * first. `attempts`: how often that happened before.
 */
export function fateOf(error: unknown, attempts: number): Fate {
  if (error instanceof AppError) {
    if (alike.has(error.reason) || error.fields.some(({ reason }) => alike.has(reason)))
      return { review: 'looks_alike', fault: '' };
    if (error.code === 'invalid') return { review: 'not_valid', fault: told(error) };
  }
  return { retryAfter: Math.min(longest, first * 2 ** Math.min(attempts, 20)) };
}

function told({ reason, fields }: AppError): string {
  const faults = fields.map((one) => `${one.field} ${one.reason}`.trim());
  return (faults.length > 0 ? faults : [reason]).join('; ').slice(0, 500);
}
