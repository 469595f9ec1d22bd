import { day } from './clock.js';

/** What is known of a prospect's freezes by its owner. Epoch milliseconds. */
export interface FreezeFacts {
  /** Since when the owner has it. */
  assigned: number;
  lastContact?: number | undefined;
  /** When the freeze began that runs, or ended last; undefined where the owner never froze it. */
  begun?: number | undefined;
  /** When it ends, or ended. */
  until?: number | undefined;
}

/** From when a freeze counts that is asked for now, or why there is none. */
export type FreezeAnswer =
  { begun: number } | { refused: 'freeze-in-past' | 'freeze-too-long' | 'freeze-spent' };

/**
 * Whether a prospect may be frozen until a moment. A freeze is one from its beginning on, however often it is moved: it
 * lasts `maxDays` at most. After its end there is a new one only when the owner has talked to it since, or has it anew.
 */
export function freezeUntil(facts: FreezeFacts, end: number, maxDays: number, now: number): FreezeAnswer {
  const { assigned, lastContact = -Infinity, begun = now, until } = facts;
  const runs = until !== undefined && until > now;
  if (until !== undefined && !runs && Math.max(assigned, lastContact) <= until)
    return { refused: 'freeze-spent' };
  if (end <= now) return { refused: 'freeze-in-past' };
  const start = runs ? begun : now;
  return end <= start + maxDays * day ? { begun: start } : { refused: 'freeze-too-long' };
}
