import { v5 as uuidv5 } from 'uuid';
import type { MailReceived } from '@kontor/contracts/gen/kontor/notification/v1/mail_events';
import type { Transaction } from '@kontor/database/transaction';

/** Source of talks and items that came as mail to us. */
export const mailSource = 'mail-drop';

/** Makes ids of submissions out of those of messages. */
const namespace = 'c5e7f1f2-2f0a-4c1d-9d7d-3f4b6a1e8a10';

/** Under which a message stands among what web forms and mail brought: it is taken in once. */
export function submissionToken(externalId: string): string {
  return uuidv5(externalId, namespace);
}

/** Left half of the Message-ID of a letter that Kontor wrote. */
const letterId = /^<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@/;

/**
 * The customer in whose timeline a message belongs since it answers one that is there: the letter whose own address it was
 * sent to, a letter that it names, or a message that came in before. Undefined where it answers none.
 */
export async function threadOf(
  tx: Transaction,
  { letterId: answered, references }: Pick<MailReceived, 'letterId' | 'references'>,
): Promise<string | undefined> {
  const named = references.flatMap((id) => letterId.exec(id)?.[1] ?? []);
  const letters = [...(answered === '' ? [] : [answered]), ...named];
  if (letters.length > 0) {
    const [letter] = await tx.query<{ customerId: string }>(
      `SELECT i.customer_id AS "customerId" FROM letter l JOIN interaction i ON i.id = l.interaction_id
       WHERE l.id = ANY ($1::uuid[]) ORDER BY array_position($1::uuid[], l.id) LIMIT 1`,
      [letters],
    );
    if (letter) return letter.customerId;
  }
  if (references.length === 0) return undefined;
  const [talk] = await tx.query<{ customerId: string }>(
    `SELECT "customerId" FROM (
       SELECT i.customer_id AS "customerId", array_position($2::text[], t.external_id) AS place
         FROM triage_item t JOIN interaction i ON i.id = t.interaction_id
         WHERE t.source = $1 AND t.external_id = ANY ($2::text[])
       UNION ALL
       SELECT s.customer_id, array_position($3::uuid[], s.token_id) FROM web_submission s
         WHERE s.token_id = ANY ($3::uuid[]) AND s.customer_id IS NOT NULL) known
     ORDER BY place LIMIT 1`,
    [mailSource, references, references.map(submissionToken)],
  );
  return talk?.customerId;
}
