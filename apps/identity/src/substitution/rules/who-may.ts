/** Who asks about somebody's absence. */
export interface Asker {
  personId: string;
  /** Whether the caller manages all people. */
  managesPeople: boolean;
}

/**
 * Why somebody may not decide who stands in for a person: everybody does for themselves, superiors for those below,
 * and who manages people for everybody, but then not to stand in themselves: that would be a right given to oneself.
 * Undefined where the caller may. `personAndAbove` is the absent person and everyone above.
 */
export function absenceRefusal(
  { personId, managesPeople }: Asker,
  substituteId: string,
  personAndAbove: readonly string[],
): 'not-a-superior' | 'substitute-yourself' | undefined {
  if (personAndAbove.includes(personId)) return undefined;
  if (!managesPeople) return 'not-a-superior';
  return substituteId === personId ? 'substitute-yourself' : undefined;
}
