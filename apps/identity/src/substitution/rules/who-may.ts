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

/**
 * Who agreed to an absence that somebody says of a person: superiors, and who manages people, by saying it; the person
 * alone has nobody's word but the own, which is enough only for who has nobody above. Undefined where nobody agreed yet.
 */
export function approverOf(
  { personId: askerId }: Pick<Asker, 'personId'>,
  personId: string,
  personAndAbove: readonly string[],
): string | undefined {
  return askerId !== personId || personAndAbove.length <= 1 ? askerId : undefined;
}

/** Whether a time lies within another one. RFC 3339. */
export function within(
  one: { startTime: string; endTime: string },
  other: { startTime: string; endTime: string },
): boolean {
  const [start, end] = [Date.parse(one.startTime), Date.parse(one.endTime)];
  return start >= Date.parse(other.startTime) && end <= Date.parse(other.endTime);
}
