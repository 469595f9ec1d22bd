import type { FieldViolation } from '@kontor/errors/app-error';

/** Where somebody stands; what the change leaves alone is absent. */
type Place = { unitId?: string | undefined; managerId?: string | undefined };

/** A change of where a person stands, and the reporting line above the person (the person first) before and after it. */
export interface Move {
  callerId: string;
  personId: string;
  before: Place;
  changes: Place;
  aboveBefore: readonly string[];
  aboveAfter: readonly string[];
}

/**
 * Why a caller who does not reach everybody anyway may not make a move: nobody places themselves, since whose records
 * one reaches, and who reaches one's own, hangs on it; and nobody takes others into the own reporting line.
 */
export function ownPlaceFault(move: Move): FieldViolation | undefined {
  const { callerId, personId, before, changes, aboveBefore, aboveAfter } = move;
  if (callerId === personId) {
    const moved = (['unitId', 'managerId'] as const).find(
      (at) => at in changes && changes[at] !== before[at],
    );
    return moved && { field: `person.${moved}`, reason: 'own-place' };
  }
  return takesIntoOwn(callerId, aboveBefore, aboveAfter)
    ? { field: 'person.managerId', reason: 'own-line' }
    : undefined;
}

/** Whether something comes to lie below what is the caller's: a person in the line, a unit in the tree. */
export function takesIntoOwn(own: string, before: readonly string[], after: readonly string[]): boolean {
  return after.includes(own) && !before.includes(own);
}
