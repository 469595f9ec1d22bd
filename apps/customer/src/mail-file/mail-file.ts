import { v7 as uuidv7 } from 'uuid';
import type { MailAttachment } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Notes files of a message, which wait until it is known whose they are. `tokenId` is what the message is known by
 * (submissionToken). Of one that is known already they are not wanted a second time.
 */
export async function noteFiles(
  tx: Transaction,
  tokenId: string,
  attachments: readonly MailAttachment[],
  known: boolean,
): Promise<void> {
  const files = attachments.filter(({ storedAs }) => storedAs !== '');
  if (files.length === 0) return;
  await tx.query(
    `INSERT INTO mail_file (id, token_id, name, stored_as, dropped, next_time)
     SELECT one.id, $1, one.name, one.stored_as, $5, now()
     FROM unnest($2::uuid[], $3::text[], $4::text[]) AS one (id, name, stored_as)
     ON CONFLICT (stored_as) DO NOTHING`,
    [
      tokenId,
      files.map(() => uuidv7()),
      files.map(({ name }) => name),
      files.map((file) => file.storedAs),
      known,
    ],
  );
}

/** The message became a talk: its files are that talk's. */
export async function filesOfTalk(tx: Transaction, tokenId: string, interactionId: string): Promise<void> {
  await tx.query(
    'UPDATE mail_file SET interaction_id = $2, next_time = now() WHERE token_id = $1 AND NOT dropped',
    [tokenId, interactionId],
  );
}

/** Nobody wants the message, nor its files. */
export async function dropFiles(tx: Transaction, tokenId: string): Promise<void> {
  await tx.query('UPDATE mail_file SET dropped = true, next_time = now() WHERE token_id = $1', [tokenId]);
}
