const day = 86_400_000;

/** Days in which a merge can be undone. */
const undoDays = 30;

/** Until when a merge of this moment can be undone. RFC 3339. */
export function undoEnds(mergedAt: string): string {
  return new Date(Date.parse(mergedAt) + undoDays * day).toISOString();
}

/** Why a merge is not undone now. */
export type UndoRefusal = 'merge-undone' | 'merge-undo-over';

/** Why a merge cannot be undone at a moment, or undefined when it can. */
export function undoRefusal(
  { state, undoUntil }: { state: string; undoUntil: string },
  now: string,
): UndoRefusal | undefined {
  if (state !== 'merged') return 'merge-undone';
  return Date.parse(now) > Date.parse(undoUntil) ? 'merge-undo-over' : undefined;
}
