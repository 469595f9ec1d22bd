/**
 * Median of whole days that are told as pairs of days and how many times they are there, in any order, the same days in
 * several pairs, too: of an even number, the mean of the middle two. Undefined of none. Exact, however many there are.
 */
export function medianOf(pairs: readonly number[]): number | undefined {
  const times = new Map<number, number>();
  let total = 0;
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    const [days = 0, more = 0] = [pairs[at], pairs[at + 1]];
    times.set(days, (times.get(days) ?? 0) + more);
    total += more;
  }
  if (total === 0) return undefined;
  const sorted = [...times].sort(([a], [b]) => a - b);
  const at = (place: number): number => {
    let upTo = 0;
    return sorted.find(([, more]) => (upTo += more) >= place)?.[0] ?? 0;
  };
  return (at(Math.ceil(total / 2)) + at(Math.floor(total / 2) + 1)) / 2;
}
