import type { Amendment } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** Who logged a talk may still correct its text freely for this long, in milliseconds: 24 hours (F19). */
export const editWindow = 24 * 60 * 60 * 1000;

interface TalkText {
  content: string;
  outcome: string;
  createTime: string;
  amendments: readonly Amendment[];
}

/**
 * The amendments of a talk after its text changes: within the window the text is simply replaced, later the earlier
 * text is kept, so that what was agreed cannot be rewritten unseen.
 */
export function amendmentsAfter(
  before: TalkText,
  after: { content: string; outcome: string },
  personId: string,
  now: string,
): Amendment[] {
  const unchanged = before.content === after.content && before.outcome === after.outcome;
  if (unchanged || Date.parse(now) - Date.parse(before.createTime) <= editWindow)
    return [...before.amendments];
  return [...before.amendments, { content: before.content, outcome: before.outcome, personId, time: now }];
}
