/** Separators that are recognised by themselves, the likelier one first. */
const candidates = [',', ';', '\t', '|'] as const;

/**
 * The separator of a file: the candidate that stands most often in the header, outside quotes. A comma when
 * none does: the file then has one column. `beginning` is decoded text that holds the header.
 */
export function delimiterOf(beginning: string): string {
  const counts = new Map<string, number>(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  let any = false;
  for (const letter of beginning) {
    if (letter === '"') quoted = !quoted;
    if (quoted) continue;
    if (letter === '\n' || letter === '\r') {
      if (any) break;
      continue;
    }
    any = true;
    const count = counts.get(letter);
    if (count !== undefined) counts.set(letter, count + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
