import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';
import { Contact } from '../contact/contact.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { Customer } from '../customer/customer.entity.js';
import { followContact, keepContactKeys } from '../duplicate/record-keys.js';
import { checkWritable } from './choice-check.js';
import type { JoinedContact, MovedPart } from './merge.entity.js';
import { joinedContact, overfullField, type Join } from './rules/joined-contact.js';
import { restoredValues } from './rules/restored-values.js';

/** Two notes of one customer are no duplicates of others: keys that nobody claims are claimed, none is refused. */
const asItIs = { acceptDuplicates: true, duplicateReason: 'merge' };

/**
 * Joins contacts of a customer that are one person: the one that stays gets what the other has and all that refers to
 * it. Returns what an undo needs. To be called when all contacts are the customer's; how the person wants to be
 * reached is for strictestWishes().
 */
export async function joinContacts(
  tx: Transaction,
  customerId: string,
  joins: readonly Join[],
): Promise<JoinedContact[]> {
  if (joins.length === 0) return [];
  const customer = await tx.get(Customer, customerId);
  const ids = joins.flatMap(({ keptId, droppedId }) => [keptId, droppedId]);
  const found = await tx.select(
    Contact,
    'r.id = ANY ($1::uuid[]) AND r.customer_id = $2::uuid',
    [ids, customerId],
    'ORDER BY r.id FOR UPDATE OF r',
  );
  const contacts = new Map(found.map((contact) => [contact.id, contact]));
  const joined: JoinedContact[] = [];
  for (const [index, { keptId, droppedId }] of joins.entries()) {
    const [kept, dropped] = [contacts.get(keptId), contacts.get(droppedId)];
    if (!kept || !dropped) {
      throw refusedField(`contacts[${index}]`, 'contact-of-another');
    }
    const changes = joinedContact(kept, dropped);
    checkWritable(tx, 'contact', Object.keys(changes));
    const overfull = overfullField(changes);
    if (overfull) {
      throw refusedField(`contacts[${index}]`, 'merge-too-long', overfull);
    }
    const [carried] = await tx.query<{ row: object; moved: MovedPart[] }>(
      `SELECT to_jsonb(c) AS row, carry_contact(c.id, $2, c.customer_id) AS moved FROM contact c WHERE c.id = $1`,
      [droppedId, keptId],
    );
    if (!carried) throw new Error('A locked contact is missing');
    const after = Object.keys(changes).length > 0 ? standing(tx.update(Contact, kept, changes)) : kept;
    contacts.set(keptId, after);
    await followContact(tx, kept, after, asItIs);
    if (after !== kept)
      tx.emit('kontor.customer.v1.ContactChanged', after, {
        contact: after,
        ownerId: guardianOf(customer),
      });
    const [before, made] = [picked(kept, changes), picked(after, changes)];
    joined.push({ keptId, droppedId, dropped: carried.row, before, after: made, moved: carried.moved });
  }
  return joined;
}

/** Takes away the contacts that were joined with others, once nothing refers to them. */
export async function dropJoined(tx: Transaction, joined: readonly JoinedContact[]): Promise<void> {
  for (const { droppedId } of joined) tx.delete(Contact, await tx.getForUpdate(Contact, droppedId));
}

/** Makes joined contacts two again, in the hands of the winner: from there everything goes where it belongs. */
export async function separateContacts(
  tx: Transaction,
  winnerId: string,
  joined: readonly JoinedContact[],
): Promise<void> {
  for (const { keptId, dropped, moved, preference, movedPreferenceId } of joined.toReversed())
    await tx.query('SELECT restore_contact($1, $2, $3, $4, $5)', [
      JSON.stringify({ ...dropped, customer_id: winnerId }),
      JSON.stringify(moved),
      keptId,
      preference ? JSON.stringify(preference) : null,
      movedPreferenceId ?? null,
    ]);
}

/** Gives the contacts that stayed their own values back, and each one its keys, once all are where they belong. */
export async function settleSeparated(tx: Transaction, joined: readonly JoinedContact[]): Promise<void> {
  for (const { keptId, droppedId, before, after } of joined.toReversed()) {
    const kept = await tx.find(Contact, keptId);
    if (kept) {
      const changes = restoredValues(kept, before, after);
      if (Object.keys(changes).length > 0)
        await tellChange(tx, kept, standing(tx.update(Contact, kept, changes)));
    }
    const restored = await tx.get(Contact, droppedId);
    keepContactKeys(tx, restored, { free: new Set(), accepted: [] }, {});
    await tellChange(tx, undefined, restored);
  }
}

async function tellChange(tx: Transaction, before: Contact | undefined, contact: Contact): Promise<void> {
  if (before) await followContact(tx, before, contact, asItIs);
  const customer = await tx.get(Customer, contact.customerId);
  tx.emit('kontor.customer.v1.ContactChanged', contact, { contact, ownerId: guardianOf(customer) });
}

/** With what the database works out of when the contact left. */
function standing(contact: Contact): Contact {
  return { ...contact, active: !contact.leftTime };
}

function picked(contact: Contact, changes: Partial<Contact>): Record<string, unknown> {
  const values = contact as unknown as Record<string, unknown>;
  return Object.fromEntries(Object.keys(changes).map((name) => [name, values[name] ?? null]));
}
