import type { Transaction } from '@kontor/database/transaction';

/**
 * Whether somebody with this e-mail address said that no more e-mail is wanted, as whichever contact or customer: who
 * unsubscribes means the mailbox, and may stand in the base more than once. Ask in the name of the service.
 */
export async function hasWithdrawn(tx: Transaction, address: string): Promise<boolean> {
  const held = (claimed: string) =>
    `SELECT customer_id, contact_id FROM match_key WHERE kind = 'email' AND key = $1 AND ${claimed}`;
  const [row] = await tx.query<{ withdrawn: boolean }>(
    // Claimed keys and others have an index each.
    `SELECT EXISTS (SELECT 1 FROM (${held('claimed')} UNION ALL ${held('NOT claimed')}) m
       JOIN contact_preference p ON p.customer_id = m.customer_id AND p.contact_id IS NOT DISTINCT FROM m.contact_id
       WHERE p.consents @> '[{"channel": "email", "state": "withdrawn"}]') AS withdrawn`,
    [address.trim().toLowerCase()],
  );
  return row?.withdrawn ?? false;
}
