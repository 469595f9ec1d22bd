/** Seconds before the next attempt, by the attempts made; the last one stays. */
const pauses = [30, 120, 600, 3600] as const;

/** Attempts to hand one message over; they span about four hours. */
export const mostAttempts = 8;

/** Seconds to wait after so many attempts (1 or more), or undefined when there is to be no further one. */
export function pauseAfter(attempts: number): number | undefined {
  if (attempts >= mostAttempts) return undefined;
  return pauses[Math.min(attempts, pauses.length) - 1];
}
