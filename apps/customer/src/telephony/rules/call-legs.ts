import type { CallTimes } from './call-state.js';

/**
 * The times of a call, with those of the phones that it rang at: it is over when it was hung up as a whole, when every phone
 * that answered hung up, or when it was answered by none and rings at none any more. In the last case a hunt line may still
 * go on to the next phone (`hunting`).
 */
export function withLegs(call: CallTimes, legs: readonly CallTimes[]): CallTimes & { hunting?: boolean } {
  if (call.hangupTime) return call;
  const answering = legs.filter(({ answerTime }) => answerTime);
  const asked = answering.length > 0 ? answering : legs;
  const hangups = asked.flatMap(({ hangupTime }) => hangupTime ?? []);
  if (asked.length === 0 || hangups.length < asked.length) return call;
  const [hangupTime] = hangups.sort((one, other) => Date.parse(other) - Date.parse(one));
  return { ...call, hangupTime, hunting: answering.length === 0 && call.answerTime === undefined };
}
