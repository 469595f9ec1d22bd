import type { MailAttachment } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { Store } from '@kontor/files/store';
import type { MailFile } from './read-mail.js';

/** Injection token of the store (`Store`, or undefined) by which files of mail travel to the customer service. */
export const MAIL_FILES = Symbol('files of mail');

/**
 * Puts files of a message where the customer service finds them, and tells what they are; again, it puts the same in the same
 * places. Without a store they are only told of.
 */
export async function putFiles(
  store: Store | undefined,
  mailId: string,
  files: readonly MailFile[],
): Promise<MailAttachment[]> {
  const told: MailAttachment[] = [];
  for (const [place, { name, contentType, bytes }] of files.entries()) {
    const storedAs = store && bytes.length > 0 ? `mail/${mailId}/${place}` : '';
    if (storedAs !== '') await store?.put(storedAs, bytes);
    told.push({ name, contentType, size: bytes.length, storedAs });
  }
  return told;
}

/** Removes files of a message that goes no further. */
export async function dropFiles(store: Store | undefined, files: readonly MailAttachment[]): Promise<void> {
  for (const { storedAs } of files) if (storedAs !== '') await store?.remove(storedAs);
}
