/** Whether two values are one as JSON, whatever the order of keys: the database has its own. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(ordered(a ?? null)) === JSON.stringify(ordered(b ?? null));
}

/** The items of both lists, each once, the first list's first. */
export function joinedItems<T>(ours: readonly T[], theirs: readonly T[]): T[] {
  const items = [...ours, ...theirs];
  return items.filter((item, index) => items.findIndex((one) => isSame(one, item)) === index);
}

/** Both texts, the first one first, each once. */
export function joinedText(ours: string, theirs: string): string {
  const texts = ours === theirs ? [ours] : [ours, theirs];
  return texts.filter(Boolean).join('\n');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, ordered(one)]),
  );
}
