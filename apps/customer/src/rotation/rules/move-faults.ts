import type { RotationMove } from '@kontor/contracts/gen/kontor/customer/v1/rotation';
import type { FieldViolation } from '@kontor/errors/app-error';

/** What is known of the people of a rotation. */
export interface MovePeople {
  /** Whether the planner reaches the customers of a person. */
  reaches(personId: string): boolean;
  /** Whether a person works here and is not leaving. */
  works(personId: string): boolean;
}

/** What is wrong with the moves of a rotation: strangers, people who leave, nobody to move, one giver twice. */
export function moveFaults(moves: readonly RotationMove[], { reaches, works }: MovePeople): FieldViolation[] {
  if (moves.length === 0) return [{ field: 'moves', reason: 'required' }];
  const givers = moves.map(({ fromId }) => fromId);
  return moves.flatMap(({ fromId, toId }, i) => {
    const faults: FieldViolation[] = [];
    if (!reaches(fromId)) faults.push({ field: `moves[${i}].fromId`, reason: 'owner-out-of-reach' });
    if (givers.indexOf(fromId) !== i) faults.push({ field: `moves[${i}].fromId`, reason: 'gives-twice' });
    if (toId === fromId) faults.push({ field: `moves[${i}].toId`, reason: 'gives-to-self' });
    else if (!reaches(toId)) faults.push({ field: `moves[${i}].toId`, reason: 'owner-out-of-reach' });
    else if (!works(toId)) faults.push({ field: `moves[${i}].toId`, reason: 'owner-unknown' });
    return faults;
  });
}
