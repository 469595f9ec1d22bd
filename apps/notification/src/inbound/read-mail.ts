import { addressParser, type Address, type Email } from 'postal-mime';
import { isAddress } from '../delivery/rules/address.js';
import { plainLine } from '../notice/rules/plain-line.js';
import { leanMime } from './lean-mime.js';
import type { MailHeader } from './rules/automatic.js';
import { cutText, fileName, longestText, mailText } from './rules/mail-text.js';
import { isPlausible } from './rules/plausible.js';
import { messageIdOf, referencesOf } from './rules/message-id.js';

/** Bytes of headers, and parts within each other, of a message that somebody wrote. */
const limits = { maxHeadersSize: 512 * 1024, maxNestingDepth: 50 };
/** Addresses of one message that are looked at, and files that are told of. */
const mostRecipients = 50;
const mostAttachments = 20;

/** A file of a message. */
export interface MailFile {
  name: string;
  contentType: string;
  bytes: Buffer;
}

/** A message, read. */
export interface ReadMail {
  headers: readonly MailHeader[];
  messageId: string | undefined;
  references: string[];
  senderName: string;
  /** Lower case; empty where the message names nobody or several. */
  sender: string;
  /** To and Cc, lower case, each once. */
  recipients: string[];
  subject: string;
  text: string;
  date: string | undefined;
  /** Without pictures that its page shows, and without what a report quotes. */
  files: MailFile[];
  /** The part of a mail server's report that programs read. */
  report: string | undefined;
}

/** Reads a message as it came. Throws where it is no message, or one that nobody would write by hand. */
export async function readMail(raw: Buffer): Promise<ReadMail> {
  if (!isPlausible(raw)) throw new Error('no mail program writes so many lines or parts');
  const email = await leanMime(limits).parse(raw);
  const from = senderOf(email);
  const files = isReport(email) ? [] : email.attachments.filter(({ related }) => !related);
  return {
    headers: email.headers,
    messageId: messageIdOf(raw),
    references: referencesOf(email.inReplyTo, email.references),
    senderName: plainLine(from.name, 200),
    sender: from.address,
    recipients: recipientsOf(email),
    subject: plainLine(email.subject, 300),
    text: cutText(mailText(email), longestText),
    date: email.date,
    files: files.slice(0, mostAttachments).map(({ filename, content, mimeType }) => ({
      name: filename === null && mimeType === 'message/rfc822' ? 'message.eml' : fileName(filename),
      contentType: cutText(mimeType, 100),
      bytes: bytesOf(content),
    })),
    report: reportOf(email),
  };
}

/** Several senders are none: mail servers and people would each believe another one of them. */
function senderOf({ headers }: Email): { name: string; address: string } {
  const fields = headers.filter(({ key }) => key === 'from');
  const named = fields.flatMap(({ value }) => mailboxes(addressParser(value.slice(0, 5_000))));
  const [one] = named;
  const address = one?.address.toLowerCase() ?? '';
  if (fields.length !== 1 || named.length !== 1 || !isAddress(address)) return { name: '', address: '' };
  return { name: one?.name ?? '', address };
}

function recipientsOf({ to = [], cc = [] }: Email): string[] {
  const all = mailboxes([...to, ...cc]).map(({ address }) => address.toLowerCase());
  return [...new Set(all.filter(isAddress))].slice(0, mostRecipients);
}

function mailboxes(addresses: readonly Address[]): { name: string; address: string }[] {
  return addresses.flatMap(({ name, address, group }) =>
    group ? mailboxes(group) : address ? [{ name, address }] : [],
  );
}

function isReport({ headers }: Email): boolean {
  const type = headers.find(({ key }) => key === 'content-type')?.value ?? '';
  return /^\s*multipart\/report\b/i.test(type);
}

function reportOf(email: Email): string | undefined {
  if (!isReport(email)) return undefined;
  const part = email.attachments.find(({ mimeType }) =>
    /^message\/(global-)?delivery-status$/i.test(mimeType),
  );
  if (!part) return undefined;
  return bytesOf(part.content).toString('utf8');
}

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content);
}
