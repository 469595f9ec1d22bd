import type { DuplicateCandidate } from '@kontor/contracts/gen/kontor/customer/v1/duplicate';
import { viewOf } from '@kontor/access/view';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { contract } from '@kontor/schema/contract';
import { shapeFor } from '@kontor/schema/limited-shape';
import type { FieldRights } from '@kontor/schema/view';
import { candidatesOf, type CandidateRow } from './rules/candidates.js';
import { fieldOfKind, type KeyKind, type MatchKey } from './rules/match-keys.js';

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
  accepted: readonly DuplicateCandidate[];
}

/** Name of a key among all. */
export const nameOf = ({ kind, key }: Pick<MatchKey, 'kind' | 'key'>): string => `${kind} ${key}`;

const noKeys: Compared = { free: new Set(), accepted: [] };

/** Every record that has one of these keys, except `selfId`, also out of the caller's sight; which keys are free. */
export async function compare(
  tx: Transaction,
  keys: readonly MatchKey[],
  selfId?: string,
): Promise<{ rows: CandidateRow[]; free: Set<string> }> {
  if (keys.length === 0) return { rows: [], free: new Set() };
  const rows = await tx.query<CandidateRow>(
    `SELECT kind, key, claimed, customer_id AS "customerId", number, name, owner_name AS "ownerName"
     FROM match_candidates($1::text[], $2::text[], $3::uuid)`,
    [keys.map(({ kind }) => kind), keys.map(({ key }) => key), selfId ?? null],
  );
  return { rows, free: new Set(rows.filter(({ claimed }) => !claimed).map(nameOf)) };
}

/**
 * Throws conflict duplicate where another record has a hard key, and possible-duplicate where one has a soft key and the
 * caller does not accept that with a reason; both with the candidates. One statement, none without keys. `refusing`: the
 * keys for which a record is refused, where not all of them are.
 */
export async function refuseDuplicates(
  tx: Transaction,
  keys: readonly MatchKey[],
  { acceptDuplicates, duplicateReason }: Acceptance,
  selfId?: string,
  refusing = keys,
): Promise<Compared> {
  if (keys.length === 0) return noKeys;
  const { rows, free } = await compare(tx, keys, selfId);
  const names = new Set(refusing.map(nameOf));
  const candidates = candidatesOf(
    rows.filter((row) => names.has(nameOf(row))),
    refusing,
  );
  if (candidates.length === 0) return { free, accepted: [] };
  const hard = candidates.filter((candidate) => candidate.hard);
  if (hard.length > 0) throw refused(tx, 'duplicate', hard);
  if (!acceptDuplicates) throw refused(tx, 'possible-duplicate', candidates);
  if (!duplicateReason?.trim()) {
    const fields = [{ field: 'duplicateReason', reason: 'duplicate-needs-reason' }];
    throw new AppError('invalid', 'invalid-request', { fields });
  }
  return { free, accepted: candidates };
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
  const changes = { reason, likeIds: accepted.map(({ customerId }) => customerId) };
  tx.audit({ action: 'accept-duplicate', object, objectId, changes });
}

/** Candidates as the caller may see them: by their public fields, and of these only what the caller's roles show. */
export function shownCandidates(
  tx: Transaction,
  candidates: readonly DuplicateCandidate[],
): DuplicateCandidate[] {
  const message = contract.message('kontor.customer.v1.DuplicateCandidate');
  const { caller } = tx.call;
  // Where the service acts for a person, the person is answered.
  const view = viewOf(caller.personId ? { ...caller, kind: 'person' } : caller);
  return candidates.map((candidate) => {
    const shown = { ...candidate, matched: visibleKinds(candidate.matched, view?.rights) };
    return shapeFor(message, shown, view) as unknown as DuplicateCandidate;
  });
}

/** What records have in common, without what is made of fields that the caller does not see. */
function visibleKinds(matched: readonly KeyKind[], rights: FieldRights | undefined): KeyKind[] {
  const limits = rights?.limits('customer');
  return matched.filter((kind) => {
    const field = fieldOfKind[kind];
    return !limits?.hidden.has(field) && !limits?.masked.has(field);
  });
}

function refused(tx: Transaction, reason: string, candidates: readonly DuplicateCandidate[]): AppError {
  const [first] = candidates;
  return new AppError('conflict', reason, {
    params: { number: first?.number ?? '', count: candidates.length },
    candidates: shownCandidates(tx, candidates),
  });
}
