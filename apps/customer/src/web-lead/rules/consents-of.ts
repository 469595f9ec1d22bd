import type { Consent, ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';

/** A tick on a page, and what proves it. */
export interface Tick {
  channels: readonly ContactChannel[];
  /** What stood beside it. */
  text: string;
  /** Name of the form. */
  source: string;
  /** When it was sent, RFC 3339. */
  time: string;
  /** Path of the submission below /v1/. */
  proof: string;
}

/**
 * What is known of consent after somebody ticked it on a page. A page does not know who sits before it, so a tick gives
 * what nobody refused: whoever withdrew says so to a person. What was given before stands with its own proof.
 */
export function consentsAfter(before: readonly Consent[], tick: Tick): Consent[] {
  const { channels, text, source, time, proof } = tick;
  const decided = new Set(before.flatMap(({ channel, state }) => (state === 'unknown' ? [] : channel)));
  const given = channels
    .filter((channel) => !decided.has(channel))
    .map((channel): Consent => ({ channel, state: 'given', source, time, authorId: '', text, proof }));
  const news = new Set(given.map(({ channel }) => channel));
  return given.length === 0 ? [...before] : [...before.filter(({ channel }) => !news.has(channel)), ...given];
}
