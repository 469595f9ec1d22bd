/** The hour of the company's day from which the nightly check runs. */
const checkHour = 2;

/**
 * The day whose check is due at a wall time of the company, such as 2026-11-21T02:30: that day from two in the morning,
 * nothing before.
 */
export function checkDue(wallTime: string): string | undefined {
  const hour = Number(wallTime.slice(11, 13));
  return hour >= checkHour ? wallTime.slice(0, 10) : undefined;
}
