import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';

/** An occurrence whose time has come. */
export interface DueOccurrence {
  /** When it was to remind; epoch milliseconds. */
  instant: number;
  /** Whether the person still works here; undefined while the person is not known to this service. */
  person: PersonStatus | undefined;
}

/** What to do with an occurrence: remind, leave it, or look again later. */
export type Firing =
  | { do: 'fire' }
  | { do: 'skip'; reason: 'too-late' | 'person-left' | 'person-unknown' }
  | { do: 'wait'; seconds: number };

/** A reminder that is later than this helps nobody: after an outage people would drown in them. In milliseconds. */
export const grace = 24 * 3600 * 1000;

/** How soon to look again for a person who is not known yet, in seconds. */
export const unknownPersonPause = 30;

/**
 * Decides what becomes of an occurrence. `now` is the clock of the database, the only one that replicas share;
 * epoch milliseconds.
 */
export function decideFiring({ instant, person }: DueOccurrence, now: number): Firing {
  const late = now - instant > grace;
  if (person === 'left') return { do: 'skip', reason: 'person-left' };
  if (person === undefined) {
    return late ? { do: 'skip', reason: 'person-unknown' } : { do: 'wait', seconds: unknownPersonPause };
  }
  return late ? { do: 'skip', reason: 'too-late' } : { do: 'fire' };
}
