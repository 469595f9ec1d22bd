import type { Answer } from '../stage/http.ts';
import type { Actor, Cast } from './cast.ts';
import { bytesOf, targetOf, type Spoiled } from './draft.ts';

/** Nothing of one stranger may stand in an answer to the other, unless he sent it himself. */
export class Leaks {
  private readonly people: Cast;
  /** Ids of the other that somebody named in a request so far: the audit of own refused attempts holds them. */
  private readonly named = new Map<Actor, Set<string>>();

  constructor(people: Cast) {
    this.people = people;
  }

  /** To be told of each request before it is sent. */
  note(spoiled: Spoiled, actor: Actor): void {
    const other = this.otherOf(actor);
    if (!other) return;
    const sent = textOf(spoiled);
    const named = this.named.get(actor) ?? new Set<string>();
    for (const id of secretsOf(other)) if (sent.includes(id)) named.add(id);
    this.named.set(actor, named);
  }

  /** Tells what leaked, or that nothing did. */
  check(
    spoiled: Spoiled,
    { status, text }: Answer,
    actor: Actor,
    tally: (leak: string | undefined) => void,
  ): void {
    const other = this.otherOf(actor);
    if (!other) return;
    const sent = textOf(spoiled);
    const told = withoutCandidates(text);
    const own = spoiled.draft.operation.id === 'listAuditEntries' ? this.named.get(actor) : undefined;
    const leaked = [other.canary, ...secretsOf(other)].find(
      (secret) => told.includes(secret) && !own?.has(secret) && (status < 400 || !sent.includes(secret)),
    );
    tally(leaked && `${leaked} in the answer to ${sent.slice(0, 300)}`);
  }

  private otherOf(actor: Actor): Actor | undefined {
    const { strangers } = this.people;
    return strangers.includes(actor) ? strangers.find((one) => one !== actor) : undefined;
  }
}

function textOf({ draft }: Spoiled): string {
  return `${targetOf(draft)} ${bytesOf(draft)?.toString('utf8') ?? ''}`;
}

function secretsOf({ ids }: Actor): string[] {
  return ['customers', 'contacts', 'interactions', 'imports'].flatMap((noun) => [...(ids.get(noun) ?? [])]);
}

/** The public fields by which whoever makes a duplicate learns whose customer it is; with any other it stays. */
const publicFields: ReadonlySet<string> = new Set(
  ['customerId', 'number', 'name', 'ownerName'].concat(['matched', 'hard']),
);

/** An answer without the candidates for duplicates that stand in it, as far as they say no more than is public. */
function withoutCandidates(text: string): string {
  if (!text.includes('"candidates":[{')) return text;
  try {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) => {
      const isPublic = (one: object): boolean => Object.keys(one).every((name) => publicFields.has(name));
      return key === 'candidates' && (value as object[]).every(isPublic) ? [] : value;
    });
  } catch {
    return text;
  }
}
