/** A time in which a clock stands, in epoch milliseconds; `to` is the first moment after it. */
export interface Pause {
  from: number;
  to: number;
}

/** Milliseconds of a day that a clock counts. */
export const day = 24 * 3_600_000;

/** Pauses in their order, those that touch or overlap as one. */
export function merged(pauses: readonly Pause[]): Pause[] {
  const result: Pause[] = [];
  for (const { from, to } of [...pauses].sort((a, b) => a.from - b.from)) {
    if (to <= from) continue;
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

/** The first moment at which a clock that began at `start` has run so many days. Pauses as `merged` gives them. */
export function runsOutAt(start: number, days: number, pauses: readonly Pause[]): number {
  let left = days * day;
  let at = start;
  for (let i = firstEndingAfter(pauses, start); i < pauses.length; i++) {
    const { from, to } = pauses[i] as Pause;
    if (from - at >= left) break;
    left -= Math.max(0, from - at);
    at = to;
    if (left === 0) return Math.max(from, start);
  }
  return at + left;
}

/**
 * The latest start from which a clock has run so many days at a moment: whatever began then or before has run out, what
 * began later has not. The other side of `runsOutAt`; by it one comparison with an index tells for all records of an owner.
 */
export function latestStart(at: number, days: number, pauses: readonly Pause[]): number {
  let left = days * day;
  let cursor = at;
  // The last that begins before the moment: it may reach beyond it.
  const last = firstEndingAfter(pauses, at);
  for (let i = Math.min(last, pauses.length - 1); i >= 0 && left > 0; i--) {
    const { from, to } = pauses[i] as Pause;
    if (from >= cursor) continue;
    const end = Math.min(to, cursor);
    if (cursor - end >= left) break;
    left -= cursor - end;
    cursor = from;
  }
  return cursor - left;
}

/** Place of the first pause that ends after a moment: those before it are over. Their number where all are. */
export function firstEndingAfter(pauses: readonly Pause[], at: number): number {
  let [low, high] = [0, pauses.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pauses[middle] as Pause).to > at) high = middle;
    else low = middle + 1;
  }
  return low;
}
