import type { Contact } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { ContactJoin } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import type { Transaction } from '@kontor/database/transaction';
import { nobodys } from './customer-copy.js';

/** Takes over whose a contact is; an older state that comes late changes nothing. */
export async function copyContact(tx: Transaction, { id, customerId, etag }: Contact): Promise<void> {
  await tx.query(
    `INSERT INTO contact_copy AS known (id, customer_id, contact_version) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, contact_version = excluded.contact_version
     WHERE known.contact_version <= excluded.contact_version`,
    [id, customerId, Number(etag)],
  );
}

/** Takes over that a contact is no more: nobody's from now on, whatever state of it comes late. */
export async function forgetContact(tx: Transaction, contactId: string): Promise<void> {
  await tx.query(
    `INSERT INTO contact_copy (id, customer_id, contact_version) VALUES ($1, $2, 2147483647)
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, contact_version = excluded.contact_version`,
    [contactId, nobodys],
  );
}

/** Takes over that contacts became one by a merge; while the merge is undone, they are two. */
export async function copyJoins(
  tx: Transaction,
  mergeId: string,
  joins: readonly ContactJoin[],
): Promise<void> {
  if (joins.length === 0) return;
  await tx.query(
    `INSERT INTO contact_join_copy (merge_id, kept_id, dropped_id)
     SELECT $1, kept, dropped FROM unnest($2::uuid[], $3::uuid[]) AS told (kept, dropped) ON CONFLICT DO NOTHING`,
    [mergeId, joins.map(({ keptId }) => keptId), joins.map(({ droppedId }) => droppedId)],
  );
}

/** Contacts that went home with their customer when a merge was undone, also those that changed in between. */
export async function contactsHome(
  tx: Transaction,
  customerId: string,
  contactIds: readonly string[],
): Promise<void> {
  if (contactIds.length === 0) return;
  await tx.query('UPDATE contact_copy SET customer_id = $1 WHERE id = ANY ($2::uuid[])', [
    customerId,
    contactIds,
  ]);
}

/**
 * The contact as it stands, where it is one of the customer, which stands: itself, or the one that it was joined with.
 * Undefined for every other one, whether it exists or not.
 */
export async function contactOf(
  tx: Transaction,
  customerId: string,
  contactId: string,
): Promise<string | undefined> {
  const [found] = await tx.query<{ id: string }>(
    `SELECT c.id FROM contact_copy c WHERE c.id = contact_root($2::uuid) AND customer_root(c.customer_id) = $1::uuid`,
    [customerId, contactId],
  );
  return found?.id;
}
