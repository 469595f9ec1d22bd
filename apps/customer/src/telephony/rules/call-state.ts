import type { PhoneCallState } from '@kontor/contracts/gen/kontor/customer/v1/telephony';

/** What is known of a call: when each thing happened, in whatever order it was told. */
export interface CallTimes {
  ringTime?: string | undefined;
  answerTime?: string | undefined;
  hangupTime?: string | undefined;
}

const second = 1000;
/** The answer may be told after the hang-up by another node: a call counts as missed only then. */
const missedAfter = 3 * second;
/** A hunt line that found one phone silent rings at the next one by then. */
const huntsFor = 6 * second;
/** A call whose hang-up was never told has ended by then. */
const ringsAtMost = 10 * 60 * second;
const lastsAtMost = 12 * 60 * 60 * second;

/** How far a call is, and when that may change without an event; absent once it is over for good. */
export interface Judged {
  state: PhoneCallState;
  settleTime?: string | undefined;
}

/**
 * How far a call is at `now` (RFC 3339). Hung up without an answer it is missed after three seconds, within which an
 * answer that was overtaken may still come, or after six while a hunt line may go on; without any news it ends by itself.
 */
export function judge(
  { ringTime, answerTime, hangupTime, hunting = false }: CallTimes & { hunting?: boolean },
  now: string,
): Judged {
  if (answerTime) {
    if (hangupTime) return { state: 'ended' };
    return waiting('talking', 'ended', Date.parse(answerTime) + lastsAtMost, now);
  }
  if (hangupTime) {
    const end = Date.parse(hangupTime) + (hunting ? huntsFor : missedAfter);
    return waiting('ringing', 'missed', end, now);
  }
  return waiting('ringing', 'missed', Date.parse(ringTime ?? now) + ringsAtMost, now);
}

function waiting(state: PhoneCallState, then: PhoneCallState, at: number, now: string): Judged {
  if (Date.parse(now) >= at) return { state: then };
  return { state, settleTime: new Date(at).toISOString() };
}
