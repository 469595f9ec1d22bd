/** Delivery at which an event is set aside instead of being handled once more. */
export const deadLetterDelivery = 8;

/** Pauses before a failed event comes again, in milliseconds. */
export interface RetryPauses {
  first: number;
  longest: number;
}

export const retryPauses: RetryPauses = { first: 1_000, longest: 60_000 };

/**
 * Pause after a failed delivery, in milliseconds: doubled each time up to the longest, and up to a quarter more or less
 * by chance, so that what failed together does not come back together.
 *
 * @param deliveries how often the event was delivered, from 1
 * @param chance from 0 to 1
 */
export function retryPause(deliveries: number, chance: number, pauses: RetryPauses = retryPauses): number {
  const pause = Math.min(pauses.first * 2 ** (deliveries - 1), pauses.longest);
  return Math.round(pause * (0.75 + chance / 2));
}
