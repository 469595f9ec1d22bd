import { v5 as uuidv5 } from 'uuid';

/**
 * Id of the n-th event (from 0) that a consumer emits while it handles an event: always the same for the same cause, so
 * that handling it again, even after its inbox row is gone, emits nothing that others have not seen.
 */
export function derivedEventId(causeId: string, consumer: string, index: number): string {
  return uuidv5(`${consumer}:${index}`, causeId);
}
