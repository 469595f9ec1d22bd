/** Longest pause between two attempts, in seconds: codes are waited for. */
const longestPause = 120;

/** Seconds to wait after so many attempts (1 or more): 5, 10, 20, … It goes on until the message expires. */
export function resendPause(attempts: number): number {
  return Math.min(longestPause, 5 * 2 ** (Math.min(attempts, 10) - 1));
}
