/** Failed sign-ins for one address before it has to wait, and the time over which they count in milliseconds. */
export const failureLimit = { failures: 10, window: 15 * 60_000 } as const;

/** Whether one more sign-in may be tried for an address. */
export interface SignInAllowance {
  /** The failures that still count, oldest first, RFC 3339. */
  recent: string[];
  /** Whole seconds until the next try, where there have been too many failures. */
  waitSeconds?: number;
}

/** Judges the failures of an address at the moment `now` (epoch milliseconds, the database's clock). */
export function signInAllowance(failures: readonly string[], now: number): SignInAllowance {
  const recent = failures
    .filter((time) => now - Date.parse(time) < failureLimit.window)
    .slice(-failureLimit.failures);
  const [oldest] = recent;
  if (oldest === undefined || recent.length < failureLimit.failures) return { recent };
  const untilFree = Date.parse(oldest) + failureLimit.window - now;
  return { recent, waitSeconds: Math.max(1, Math.ceil(untilFree / 1000)) };
}
