/** A number is not counted again before this, in milliseconds. */
const shortest = 60_000;
/** Counting takes a hundredth of the time at most. */
const share = 100;

/** How long a number stands until it is counted again, by how long the last count took; both in milliseconds. */
export function recountAfter(tookMs: number): number {
  return Math.max(shortest, tookMs * share);
}
