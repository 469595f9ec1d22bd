import type { HandoverTarget } from '@kontor/contracts/gen/kontor/identity/v1/handover';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { FieldViolation } from '@kontor/errors/app-error';

/** What the rules need to know of somebody who may take records. */
export interface Candidate {
  status: PersonStatus;
  /** Whether who asks may give to the person: below in the reporting line, or anybody for administrators. */
  inReach: boolean;
}

/** Why somebody of a status takes no records; undefined for who does. */
const refusals: Partial<Record<PersonStatus, string>> = {
  left: 'person-left',
  leaving: 'target-leaving',
  invited: 'target-invited',
};

/** Where records go when nobody says: to who is named, evenly to those who are named, else to the manager. */
export function targetOf(target: HandoverTarget | undefined, personIds: readonly string[]): HandoverTarget {
  if (target) return target;
  if (personIds.length === 0) return 'manager';
  return personIds.length === 1 ? 'person' : 'spread';
}

/**
 * What is wrong with those who are to take the records of a person. `candidates` holds everybody who is known;
 * `place` is where the field stands in the request, such as `handover.`.
 */
export function targetFaults(
  personId: string,
  target: HandoverTarget,
  personIds: readonly string[],
  candidates: ReadonlyMap<string, Candidate>,
  place: string,
): FieldViolation[] {
  const field = `${place}personIds`;
  const wrongCount = {
    person: personIds.length !== 1,
    spread: personIds.length === 0,
    manager: personIds.length > 0,
  };
  if (wrongCount[target]) return [{ field, reason: 'target-count' }];
  return personIds.flatMap((id, i) => {
    const reason = refusalOf(id, personId, personIds.indexOf(id) !== i, candidates.get(id));
    return reason ? [{ field: `${field}[${i}]`, reason }] : [];
  });
}

function refusalOf(
  id: string,
  personId: string,
  repeated: boolean,
  candidate: Candidate | undefined,
): string | undefined {
  if (!candidate) return 'unknown-person';
  if (id === personId) return 'target-itself';
  if (repeated) return 'target-twice';
  return refusals[candidate.status] ?? (candidate.inReach ? undefined : 'target-out-of-line');
}
