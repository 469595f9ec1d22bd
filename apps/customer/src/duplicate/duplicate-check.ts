import type { DuplicateCandidate } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { viewOf } from '@kontor/access/view';
import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { shapeFor } from '@kontor/schema/limited-shape';
import type { View } from '@kontor/schema/view';
import { DuplicateRefusal } from './duplicate-refusal.js';
import { candidatesOf, type CandidateRow, type FoundCandidate } from './rules/candidates.js';
import { isKindVisible } from './rules/kind-fields.js';
import { pairScore } from './rules/pair-score.js';
import type { MatchKey } from './rules/match-keys.js';

/** What a caller says who knows that a record looks like another. */
export interface Acceptance {
  acceptDuplicates?: boolean | undefined;
  duplicateReason?: string | undefined;
}

/** The outcome of a comparison that lets the record pass. */
export interface Compared {
  /** Keys that nobody has claimed: the new record claims them. */
  free: ReadonlySet<string>;
  /** Records that it looks like, and the caller accepts. */
  accepted: readonly FoundCandidate[];
}

/** What a record is compared with. */
export interface Comparison {
  /** The customer that the record is or belongs to: it is no duplicate of itself. */
  selfId?: string | undefined;
  /** The keys for which the record is refused, where not all of them are. */
  refusing?: readonly MatchKey[];
  /** Contacts of the same customer that a contact is like; looked for in the same packet. */
  siblings?: Promise<readonly FoundCandidate[]> | undefined;
}

/** Name of a key among all. */
export const nameOf = ({ kind, key }: Pick<MatchKey, 'kind' | 'key'>): string => `${kind} ${key}`;

/** Every record that has one of these keys, except `selfId`, also out of the caller's sight; which keys are free. */
export async function compare(
  tx: Transaction,
  keys: readonly MatchKey[],
  selfId?: string,
): Promise<{ rows: CandidateRow[]; free: Set<string> }> {
  if (keys.length === 0) return { rows: [], free: new Set() };
  const rows = await tx.query<CandidateRow>(
    `SELECT kind, key, claimed, customer_id AS "customerId", contact_id AS "contactId", number, name, owner_name AS "ownerName"
     FROM match_candidates($1::text[], $2::text[], $3::uuid)`,
    [keys.map(({ kind }) => kind), keys.map(({ key }) => key), selfId ?? null],
  );
  return { rows, free: new Set(rows.filter(({ claimed }) => !claimed).map(nameOf)) };
}

/**
 * Throws conflict duplicate where another record has a hard key, and possible-duplicate where one has a soft key and the
 * caller does not accept that with a reason; both with the candidates. One statement, none without keys.
 */
export async function refuseDuplicates(
  tx: Transaction,
  keys: readonly MatchKey[],
  { acceptDuplicates, duplicateReason }: Acceptance,
  { selfId, refusing = keys, siblings }: Comparison = {},
): Promise<Compared> {
  const [alike = [], { rows, free }] = await Promise.all([siblings, compare(tx, keys, selfId)]);
  const candidates = [...likeIn(rows, refusing), ...alike];
  if (candidates.length === 0) return { free, accepted: [] };
  const hard = candidates.filter((candidate) => candidate.hard);
  if (hard.length > 0) throw refused(tx, 'duplicate', hard);
  if (!acceptDuplicates) {
    const alone = alike.length === candidates.length;
    throw refused(tx, 'possible-duplicate', candidates, alone ? 'contact' : 'customer');
  }
  if (!duplicateReason?.trim()) {
    throw refusedField('duplicateReason', 'duplicate-needs-reason');
  }
  return { free, accepted: candidates };
}

/** Where people decided already that two records are one, or two: soft keys are passed over, hard ones never. */
export async function refuseHardOnly(
  tx: Transaction,
  keys: readonly MatchKey[],
  selfId: string,
): Promise<Compared> {
  const { rows, free } = await compare(tx, keys, selfId);
  const hard = likeIn(
    rows,
    keys.filter(({ strength }) => strength === 'hard'),
  );
  if (hard.length > 0) throw refused(tx, 'duplicate', hard);
  return { free, accepted: [] };
}

function likeIn(rows: readonly CandidateRow[], keys: readonly MatchKey[]): FoundCandidate[] {
  const names = new Set(keys.map(nameOf));
  return candidatesOf(
    rows.filter((row) => names.has(nameOf(row))),
    keys,
  );
}

/** Gives who reviews pairs those of a customer that was written although it looks like others. */
export async function notePairs(
  tx: Transaction,
  customerId: string,
  { accepted }: Pick<Compared, 'accepted'>,
): Promise<void> {
  const others = accepted.filter((candidate) => candidate.customerId !== customerId);
  if (others.length === 0) return;
  const pairs = others.map(({ customerId: otherId, matched }) => {
    const [first_id, second_id] = [customerId, otherId].sort();
    return { first_id, second_id, matched, score: pairScore(matched) };
  });
  await tx.query('SELECT note_pairs($1::jsonb, $2)', [JSON.stringify(pairs), tx.now]);
}

/** Leaves in the audit that somebody knew of the likeness, and why the record was written all the same. */
export function auditAccepted(
  tx: Transaction,
  { accepted }: Compared,
  object: 'customer' | 'contact',
  objectId: string,
  reason = '',
): void {
  if (accepted.length === 0) return;
  const changes = { reason, likeIds: accepted.map(({ customerId, contactId }) => contactId ?? customerId) };
  tx.audit({ action: 'accept-duplicate', object, objectId, changes });
}

/** Candidates as the caller may see them: by their public fields, and of these only what the caller's roles show. */
export function shownCandidates(
  tx: Transaction,
  candidates: readonly FoundCandidate[],
): DuplicateCandidate[] {
  const message = contract.message('kontor.customer.v1.DuplicateCandidate');
  const view = viewOfPerson(tx);
  return candidates.map(({ by, ...candidate }) => {
    const seen = by.filter(({ kind, of }) => isKindVisible(kind, of, view?.rights));
    const matched = [...new Set(seen.map(({ kind }) => kind))];
    return shapeFor(message, { ...candidate, matched }, view) as unknown as DuplicateCandidate;
  });
}

/** The rows without keys that were made of fields which the caller does not see: by asking, these could be guessed. */
export function visibleRows(tx: Transaction, rows: readonly CandidateRow[]): CandidateRow[] {
  const rights = viewOfPerson(tx)?.rights;
  return rows.filter(({ kind, contactId }) =>
    isKindVisible(kind, contactId === null ? 'customer' : 'contact', rights),
  );
}

/** Where the service acts for a person, the person is answered. */
function viewOfPerson({ call: { caller } }: Transaction): View | undefined {
  return viewOf(caller.personId ? { ...caller, kind: 'person' } : caller);
}

/** `alike`: what is there already, another customer or a contact of the same one. */
function refused(
  tx: Transaction,
  reason: string,
  candidates: readonly FoundCandidate[],
  alike: 'customer' | 'contact' = 'customer',
): DuplicateRefusal {
  const [first] = candidates;
  const ids = candidates.map(({ customerId }) => customerId);
  return new DuplicateRefusal(reason, ids, {
    params: { number: first?.number ?? '', count: candidates.length, alike },
    candidates: shownCandidates(tx, candidates),
  });
}
