/** How long signing keys serve, in milliseconds. */
export const keyLimits = {
  /** A key signs for this long; then the next one is made. */
  signing: 30 * 86_400_000,
  /** A key is still published so long after its successor was made: longer than any token that it signed lives. */
  afterSuccessor: 3_600_000,
} as const;

/** Whether a key is still good to sign with at `now` (epoch milliseconds). */
export function maySign(key: { createTime: string }, now: number): boolean {
  return now - Date.parse(key.createTime) < keyLimits.signing;
}

/** The keys that verify tokens at `now`: the newest, and older ones until their successor is well known. */
export function publishedKeys<K extends { createTime: string }>(newestFirst: readonly K[], now: number): K[] {
  return newestFirst.filter((_, index) => {
    const successor = newestFirst[index - 1];
    return !successor || now - Date.parse(successor.createTime) < keyLimits.afterSuccessor;
  });
}
