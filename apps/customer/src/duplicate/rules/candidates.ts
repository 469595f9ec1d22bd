import type { DuplicateCandidate } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import type { KeySource } from './kind-fields.js';
import type { KeyKind, MatchKey } from './match-keys.js';

/** A key, and a record that has it; without one where nobody has. */
export interface CandidateRow {
  kind: KeyKind;
  key: string;
  claimed: boolean;
  customerId: string | null;
  /** The contact whose key it is; null where it is the customer's own. */
  contactId: string | null;
  number: string | null;
  name: string | null;
  ownerName: string | null;
}

/** A record that is like another one, before anybody is told of it. */
export interface FoundCandidate extends DuplicateCandidate {
  /** By which keys, of whom: who does not see these is not told of them. */
  by: readonly { kind: KeyKind; of: KeySource }[];
}

/** Candidates shown at most: more are no help to a person. */
const mostShown = 20;

/**
 * The records that have a key in common with a new one, each once with all that it has in common: hard ones first, then
 * those with more in common.
 */
export function candidatesOf(rows: readonly CandidateRow[], keys: readonly MatchKey[]): FoundCandidate[] {
  const hardKinds = new Set(keys.filter(({ strength }) => strength === 'hard').map(({ kind }) => kind));
  const byId = new Map<string, FoundCandidate & { by: FoundCandidate['by'][number][] }>();
  for (const { kind, customerId, contactId, number, name, ownerName } of rows) {
    if (customerId === null) continue;
    let candidate = byId.get(customerId);
    if (!candidate) {
      candidate = {
        customerId,
        number: number ?? '',
        name: name ?? '',
        ownerName: ownerName ?? '',
        matched: [],
        hard: false,
        by: [],
      };
      byId.set(customerId, candidate);
    }
    if (!candidate.matched.includes(kind)) candidate.matched.push(kind);
    candidate.by.push({ kind, of: contactId === null ? 'customer' : 'contact' });
    candidate.hard ||= hardKinds.has(kind);
  }
  return [...byId.values()].sort(likeliestFirst).slice(0, mostShown);
}

function likeliestFirst(a: DuplicateCandidate, b: DuplicateCandidate): number {
  return (
    Number(b.hard) - Number(a.hard) || b.matched.length - a.matched.length || (a.number < b.number ? -1 : 1)
  );
}
