import type { Transaction } from '@kontor/database/transaction';
import type { Address } from './rules/address.js';

/** Who has an address: a customer itself, or one of its contacts. */
export interface Match {
  customerId: string;
  contactId: string | undefined;
}

/** More who have one address are not looked at: such a number is a switchboard of strangers. */
const mostMatches = 20;

/**
 * Everybody who has an address, over all customers and contacts, by the keys that duplicates are found by: ask in the name
 * of the service. A customer whose own
 * address it is and whose contact has it, too, is one match, by the contact. Who left a customer has the address there only
 * where nobody else has it. In the order of the customers' ids.
 */
export async function matchesOf(tx: Transaction, address: Address): Promise<Match[]> {
  const rows = await tx.query<{ customerId: string; contactId: string | null; there: boolean }>(
    // Claimed keys and others have an index each, and none serves both at once.
    `SELECT m.customer_id AS "customerId", m.contact_id AS "contactId", c.left_time IS NULL AS there FROM (
       SELECT customer_id, contact_id FROM match_key WHERE kind = $1 AND key = $2 AND claimed
       UNION ALL
       SELECT customer_id, contact_id FROM match_key WHERE kind = $1 AND key = $2 AND NOT claimed) m
       LEFT JOIN contact c ON c.id = m.contact_id
     ORDER BY there DESC, m.customer_id, m.contact_id LIMIT ${mostMatches}`,
    [address.kind, address.value],
  );
  const there = rows.filter((row) => row.there);
  return distinctMatches(
    (there.length > 0 ? there : rows).map(({ customerId, contactId }) => ({
      customerId,
      contactId: contactId ?? undefined,
    })),
  );
}

/** The only customer among matches, with the contact if it is one; undefined where there is none or are several. */
export function onlyMatch(matches: readonly Match[]): Match | undefined {
  const [first] = matches;
  if (!first || matches.some(({ customerId }) => customerId !== first.customerId)) return undefined;
  return matches.length === 1 ? first : { customerId: first.customerId, contactId: undefined };
}

function distinctMatches(matches: readonly Match[]): Match[] {
  const withContact = new Set(matches.flatMap(({ customerId, contactId }) => (contactId ? customerId : [])));
  return matches.filter(
    ({ customerId, contactId }) => contactId !== undefined || !withContact.has(customerId),
  );
}
