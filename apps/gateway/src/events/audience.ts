import type { Caller } from '@kontor/access/caller';
import type { Organisation } from '@kontor/access/organisation';

/**
 * Who may know that a record changed: whoever may see the record. `owner`: the owner and everyone above in the
 * reporting line; `person`: that person only; `everyone`: all who are signed in.
 */
export type Audience = { kind: 'everyone' } | { kind: 'owner'; id: string } | { kind: 'person'; id: string };

/** One caller's view of events. Follows changes of the organisation: ask with the newest one. */
export class Viewer {
  #organisation: Organisation | undefined;
  #reach: 'all' | ReadonlySet<string> = new Set();

  constructor(private readonly caller: Caller) {}

  /** Whether the caller belongs to the audience. */
  sees(audience: Audience, organisation: Organisation): boolean {
    if (audience.kind === 'everyone') return true;
    if (audience.kind === 'person') return audience.id === this.caller.personId;
    if (organisation !== this.#organisation) this.#look(organisation);
    return this.#reach === 'all' || this.#reach.has(audience.id);
  }

  /** A superior may have thousands of people below; a set answers for each event at once. */
  #look(organisation: Organisation): void {
    const reach = organisation.reach(this.caller);
    this.#reach = reach === 'all' ? reach : new Set(reach);
    this.#organisation = organisation;
  }
}
