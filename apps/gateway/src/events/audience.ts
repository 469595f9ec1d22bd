import type { Caller } from '@kontor/access/caller';
import type { Organisation } from '@kontor/access/organisation';

/**
 * Who may know that a record changed: whoever may see the record. `owner`: whoever reaches the records of that object
 * and owner, and those whom `also` names (people and units to whom the record is shared); `person`: that person only;
 * `everyone`: all who are signed in.
 */
export type Audience =
  | { kind: 'everyone' }
  | { kind: 'owner'; object: string; id: string; also?: readonly string[] }
  | { kind: 'person'; id: string };

/** Substitutions begin and end by the clock: what was worked out counts for so long, in milliseconds. */
const KEPT_MS = 1_000;

/** One caller's view of events. Follows changes of the organisation: ask with the newest one. */
export class Viewer {
  #organisation: Organisation | undefined;
  #since = 0;
  readonly #reach = new Map<string, 'all' | ReadonlySet<string>>();
  #names: ReadonlySet<string> | undefined;

  constructor(private readonly personId: string) {}

  /** Whether the caller, as now known, belongs to the audience. */
  sees(audience: Audience, caller: Caller, organisation: Organisation, now = Date.now()): boolean {
    if (audience.kind === 'everyone') return true;
    if (audience.kind === 'person') return audience.id === this.personId;
    if (organisation !== this.#organisation || now - this.#since > KEPT_MS) {
      this.#reach.clear();
      this.#names = undefined;
      this.#organisation = organisation;
      this.#since = now;
    }
    const owners = this.#owners(audience.object, caller, organisation, now);
    if (owners === 'all' || owners.has(audience.id)) return true;
    if (!audience.also?.length) return false;
    this.#names ??= new Set([this.personId, ...organisation.unitsOf(this.personId)]);
    return audience.also.some((id) => this.#names?.has(id));
  }

  /** A superior may have thousands of people below; a set answers for each event at once. */
  #owners(
    object: string,
    caller: Caller,
    organisation: Organisation,
    now: number,
  ): 'all' | ReadonlySet<string> {
    let reach = this.#reach.get(object);
    if (!reach) {
      const { owners } = organisation.reach(caller, object, now);
      this.#reach.set(object, (reach = owners === 'all' ? owners : new Set(owners)));
    }
    return reach;
  }
}
