/**
 * Who gets the n-th record (from 0) of a hand-over: one after another, so that everybody gets as many as the others,
 * one more at most. `moved` records went before, in earlier batches.
 */
export function recipientOf(targets: readonly string[], moved: number, index: number): string {
  const target = targets[(moved + index) % targets.length];
  if (target === undefined) throw new Error('Nobody is there to take the records');
  return target;
}
