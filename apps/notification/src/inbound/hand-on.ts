import type { Transaction } from '@kontor/database/transaction';
import type { MailAttachment } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import { MailDrop } from './mail-drop.entity.js';
import type { ReadMail } from './read-mail.js';
import { automaticOf } from './rules/automatic.js';
import type { Verdict } from './rules/authenticity.js';
import { bounceOf } from './rules/bounce.js';
import { externalIdOf } from './rules/message-id.js';
import { readTokenAddress } from './rules/token-address.js';
import { writtenTime } from './rules/written-time.js';
import { settleBounce } from './settle-bounce.js';

/** A message as it lies in the table, without its text. */
export interface StoredMail {
  id: string;
  identity: string;
  recipient: string;
  envelopeFrom: string;
  createTime: Date;
}

/** What became of a message; `reason` says why it was only noted. */
export interface Handed {
  state: 'handed_on' | 'noted';
  reason: string;
}

/** What the service knows beside the message. */
export interface HandSettings {
  secret: string;
  domain: string;
  /** Address that our own messages are from; empty where we send none. */
  ours: string;
}

const handedOn: Handed = { state: 'handed_on', reason: '' };
const noted = (reason: string): Handed => ({ state: 'noted', reason });

/** A message and its files, as they are told. */
export interface ToldMail extends ReadMail {
  attachments: readonly MailAttachment[];
}

/** Whether a message may go to the customer service at all: a report does not, nor what a program answers. */
export function goesFurther(
  { recipient, envelopeFrom }: StoredMail,
  { headers, sender }: ReadMail,
  { secret, ours }: HandSettings,
): boolean {
  if (tokenOf(recipient, secret)?.purpose === 'bounce') return false;
  return ['', 'bulk'].includes(automaticOf(headers, { envelopeFrom, sender, ours }));
}

/**
 * Hands a message on: a report to the message that it is about, an answer or a message to a drop to the customer service. What
 * no person wrote is noted and goes no further; only lists may go to a timeline, for a company may forward its mailbox by
 * one. Nothing is ever answered.
 */
export async function handOn(
  tx: Transaction,
  stored: StoredMail,
  mail: ToldMail,
  verdict: Verdict,
  settings: HandSettings,
): Promise<Handed> {
  const { recipient, envelopeFrom } = stored;
  const token = tokenOf(recipient, settings.secret);
  if (token?.purpose === 'bounce') {
    const bounce = mail.report === undefined ? undefined : bounceOf(mail.report);
    if (!bounce) return noted('no-report');
    if (await settleBounce(tx, token.sent, bounce)) return handedOn;
    return noted(bounce.kind === 'soft' ? 'soft-bounce' : 'settled-before');
  }
  const automatic = automaticOf(mail.headers, { envelopeFrom, sender: mail.sender, ours: settings.ours });
  if (automatic === 'loop' || automatic === 'automatic-reply') return noted(automatic);
  if (token) {
    if (token.sent.kind !== 'letter') return noted('no-letter');
    tell(tx, stored, mail, verdict, settings, { letterId: token.sent.id, purpose: 'timeline' });
    return handedOn;
  }
  const [drop] = await tx.select(MailDrop, 'r.local_part = $1', [localPartOf(recipient)]);
  if (!drop) return noted('no-drop');
  if (automatic === 'bulk' && drop.purpose === 'prospects') return noted(automatic);
  tell(tx, stored, mail, verdict, settings, drop);
  return handedOn;
}

/** Where a message goes: to a drop, or to the letter that it answers. */
interface Aim extends Pick<MailDrop, 'purpose'>, Partial<Pick<MailDrop, 'id' | 'source' | 'campaign'>> {
  letterId?: string;
}

function tell(
  tx: Transaction,
  { id, identity, recipient, createTime }: StoredMail,
  mail: ToldMail,
  { authenticity, spam }: Verdict,
  { domain }: HandSettings,
  { id: dropId = '', purpose, source = '', campaign = '', letterId = '' }: Aim,
): void {
  const { senderName, sender, subject, text, references, attachments, messageId, date } = mail;
  tx.emit(
    'kontor.notification.v1.MailReceived',
    { id, version: 1 },
    {
      ...{ mailId: id, dropId, purpose, dropAddress: recipient, source, campaign, letterId },
      externalId: externalIdOf(messageId, identity),
      ...{ senderName, senderAddress: sender, subject, text, references, attachments: [...attachments] },
      recipients: mail.recipients.filter((address) => !address.endsWith(`@${domain}`)),
      messageTime: writtenTime(date, createTime.toISOString()),
      ...{ authenticity, spam },
    },
  );
}

function tokenOf(recipient: string, secret: string): ReturnType<typeof readTokenAddress> {
  return readTokenAddress(secret, localPartOf(recipient));
}

function localPartOf(address: string): string {
  return address.slice(0, address.lastIndexOf('@'));
}
