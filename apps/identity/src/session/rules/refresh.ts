const second = 1_000;
const day = 86_400 * second;

/** How long sessions and their refresh tokens live, in milliseconds. */
export const refreshLimits = {
  /** A used token that comes again so soon is a retry after a lost answer. */
  repeat: 10 * second,
  /** A session that nobody refreshes ends by itself. */
  idle: 14 * day,
  /** After this long everybody signs in again. */
  absolute: 90 * day,
} as const;

/** What the rule looks at; times are RFC 3339. */
export interface PresentedToken {
  /** When the token was first used. */
  useTime?: string | undefined;
  session: { createTime: string; refreshTime: string; endTime?: string | undefined };
}

/**
 * What becomes of a presented refresh token: `rotate` gives a successor, `repeat` gives the same successor again,
 * `reused` means that two parties hold it, so that the session ends for both, `over` needs a new sign-in.
 */
export type RefreshVerdict = 'rotate' | 'repeat' | 'reused' | 'over';

/** Judges a refresh token at the moment `now` (epoch milliseconds, the database's clock). */
export function refreshVerdict({ useTime, session }: PresentedToken, now: number): RefreshVerdict {
  if (session.endTime !== undefined) return 'over';
  if (useTime !== undefined) return now - Date.parse(useTime) <= refreshLimits.repeat ? 'repeat' : 'reused';
  return isOver(session, now) ? 'over' : 'rotate';
}

function isOver({ createTime, refreshTime }: PresentedToken['session'], now: number): boolean {
  return (
    now - Date.parse(refreshTime) > refreshLimits.idle ||
    now - Date.parse(createTime) > refreshLimits.absolute
  );
}
