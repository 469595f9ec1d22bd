/** What is known of a letter that is about to be asked for. */
export interface LetterFacts {
  address: string | undefined;
  ownerId: string | undefined;
  /** What the guard says against it, such as frequency. */
  refusals: readonly string[];
  /** Whether only who agreed may be written to. */
  consentNeeded: boolean;
  /** Whether the reader can be told where to say that no more is wanted. */
  canUnsubscribe: boolean;
}

/**
 * Why a letter is not sent: nobody to answer for it, no address, the guard, or no way out for one whose consent is needed.
 * Empty where it is sent.
 */
export function whyWithheld({
  address,
  ownerId,
  refusals,
  consentNeeded,
  canUnsubscribe,
}: LetterFacts): string {
  if (!ownerId) return 'no-owner';
  if (!address) return 'no-address';
  if (refusals[0] !== undefined) return refusals[0];
  return consentNeeded && !canUnsubscribe ? 'no-unsubscribe' : '';
}
