import type { Consent, ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import { isSame } from './same-value.js';

/** How somebody wants to be reached, as far as a merge puts two such notes together. */
export interface Wishes {
  consents: readonly Consent[];
  doNotCall: boolean;
}

/** What a note got from another one. */
export interface Stricter {
  /** Both together. */
  wishes: { consents: Consent[]; doNotCall: boolean };
  /** Whether it is not to be called because of the other. */
  doNotCall: boolean;
  /** Channels that are withdrawn because of the other. */
  withdrawn: ContactChannel[];
}

/**
 * Two notes on how one customer or person wants to be reached, put together: the stricter answer holds for each channel,
 * whoever stands. Never to be called in one is never in both; what was withdrawn in one is withdrawn. A consent stands
 * where the other one only says that nobody asked, since nobody took it back.
 */
export function stricterWishes(ours: Wishes, theirs: Wishes): Stricter {
  const byChannel = new Map(ours.consents.map((consent) => [consent.channel, consent]));
  const withdrawn: ContactChannel[] = [];
  for (const consent of theirs.consents) {
    const own = byChannel.get(consent.channel);
    if (strictness(consent) <= strictness(own)) continue;
    byChannel.set(consent.channel, consent);
    if (consent.state === 'withdrawn') withdrawn.push(consent.channel);
  }
  return {
    wishes: { consents: [...byChannel.values()], doNotCall: ours.doNotCall || theirs.doNotCall },
    doNotCall: theirs.doNotCall && !ours.doNotCall,
    withdrawn,
  };
}

/**
 * What an undo makes of a note: each part that still is as the merge made it, as it was before; what was said since
 * stays.
 */
export function restoredWishes(now: Wishes, before: Wishes, after: Wishes): Wishes {
  const of = (wishes: Wishes, channel: ContactChannel) =>
    wishes.consents.find((consent) => consent.channel === channel);
  const channels = new Set([...now.consents, ...before.consents].map(({ channel }) => channel));
  const consents = [...channels].flatMap((channel) => {
    const made = isSame(of(now, channel), of(after, channel));
    return of(made ? before : now, channel) ?? [];
  });
  return { consents, doNotCall: now.doNotCall === after.doNotCall ? before.doNotCall : now.doNotCall };
}

function strictness(consent: Consent | undefined): number {
  if (consent?.state === 'withdrawn') return 2;
  return consent?.state === 'given' ? 1 : 0;
}
