import type { MailAttachment, MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';

interface Mail extends Pick<MailReceived, 'subject' | 'text' | 'senderName' | 'senderAddress'> {
  attachments: readonly Pick<MailAttachment, 'name' | 'size'>[];
}

/**
 * What a talk says of a message: subject, text, and the names of its files, whether they are kept or not, at most `most` characters; the text
 * is cut where it is too long. With `signed` the sender stands in front, for nothing else says who wrote.
 */
export function mailContent(mail: Mail, most: number, signed = false): string {
  const { subject, text, attachments, senderName, senderAddress } = mail;
  const sender = [senderName, senderAddress].filter((word) => word !== '').join(', ');
  const head = [signed ? sender : '', subject].filter((line) => line !== '').join('\n');
  const files = attachments.map(({ name, size }) => `[${name}, ${shownSize(size)}]`).join('\n');
  const around = [head, files].reduce((sum, part) => sum + (part === '' ? 0 : part.length + 2), 0);
  const body = cut(text, Math.max(0, most - around));
  const whole = [head, body, files].filter((part) => part !== '').join('\n\n');
  return cut(whole, most) || '—';
}

function shownSize(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return most === 0 ? '' : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
