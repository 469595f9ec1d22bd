import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import { spamScore } from './spam-score.js';

/** Links of one address count once, and a signature has a few. */
const linksOfSignature = 4;

/**
 * How much a message to a drop for prospects looks like spam, 0 to 100: what our mail server calls spam is, what it calls
 * forged is very likely; of the rest, links and markup tell, as of what is filled in on a page, but for the few that stand in
 * every signature.
 */
export function mailSpamScore({
  senderName,
  subject,
  text,
  spam,
  authenticity,
}: Pick<MailReceived, 'senderName' | 'subject' | 'text' | 'spam' | 'authenticity'>): number {
  if (spam) return 100;
  const links = [...new Set(text.match(/(?:https?:\/\/|www\.)[^\s/]*/gi) ?? [])];
  const rest = text.replace(/(?:https?:\/\/|www\.)\S*/gi, '');
  const message = [rest, ...links.slice(linksOfSignature)].join(' ');
  const looks = spamScore({ name: senderName, company: subject, message }, Number.POSITIVE_INFINITY);
  return Math.max(authenticity === 'failed' ? 60 : 0, looks);
}
