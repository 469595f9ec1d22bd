import type { Transaction } from '@kontor/database/transaction';
import type { Contact } from '../contact/contact.entity.js';
import type { FoundCandidate } from './rules/candidates.js';
import { siblingLikeness, type SiblingContact } from './rules/sibling.js';

/** The fields of a contact that it is compared by. */
export type ComparedContact = Pick<Contact, 'name' | 'phones' | 'emails' | 'websites'>;

interface SiblingRow extends SiblingContact {
  id: string;
  customerNumber: string;
  customerName: string;
  ownerName: string | null;
}

/** Contacts of one customer that are looked at: whoever has more of them has other cares. */
const most = 500;

/**
 * Contacts of the same customer that a contact is probably one person with; `before`: as it stood, of a change, so that
 * only what it has newly in common counts. Who left is somebody else's predecessor.
 */
export async function siblingsLike(
  tx: Transaction,
  customerId: string,
  contact: ComparedContact,
  before?: Contact,
): Promise<FoundCandidate[]> {
  const rows = await tx.query<SiblingRow>(
    `SELECT k.id, k.name, k.phones, k.emails, c.number AS "customerNumber", c.name AS "customerName",
       (SELECT p.name FROM person_copy p WHERE p.id = c.owner_id) AS "ownerName"
     FROM contact k JOIN customer c ON c.id = k.customer_id
     WHERE k.customer_id = $1 AND k.left_time IS NULL AND k.id IS DISTINCT FROM $2::uuid LIMIT ${most}`,
    [customerId, before?.id ?? null],
  );
  return rows.flatMap((row) => {
    const matched = siblingLikeness(contact, row);
    const known = before ? siblingLikeness(before, row) : [];
    if (matched.every((kind) => known.includes(kind))) return [];
    const { id: contactId, name: contactName, customerNumber: number, customerName: name } = row;
    const by = matched.map((kind) => ({ kind, of: 'contact' as const }));
    const ownerName = row.ownerName ?? '';
    return { customerId, number, name, ownerName, matched, hard: false, contactId, contactName, by };
  });
}
