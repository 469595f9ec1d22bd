import type { Transaction } from '@kontor/database/transaction';
import { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { byKindAndKey, comparedKeys, contactKeys, customerKeys, type MatchKey } from './rules/match-keys.js';

interface HeldKey extends MatchKey {
  customer_id: string;
  contact_id: string | null;
  compared: boolean;
}

/**
 * Gives customers, and their contacts, the keys that they should have and have not, and takes those that they should not
 * have: of records from before there were keys, and after a rule changed. Keys that came by a merge stay.
 */
export async function makeKeys(tx: Transaction, customers: readonly Customer[]): Promise<void> {
  const ids = customers.map(({ id }) => id);
  const contacts = await tx.select(Contact, 'r.customer_id = ANY ($1::uuid[])', [ids]);
  const keys: HeldKey[] = [
    ...customers.flatMap((one) => held(customerKeys(one), 'customer', one.id)),
    ...contacts.flatMap((one) => held(contactKeys(one), 'contact', one.customerId, one.id)),
  ].sort(byKindAndKey);
  const wanted = `jsonb_to_recordset($1::jsonb) AS w (kind text, key text, strength text, customer_id uuid,
    contact_id uuid, compared boolean)`;
  const same = `r.customer_id = w.customer_id AND r.contact_id IS NOT DISTINCT FROM w.contact_id
    AND r.kind = w.kind AND r.key = w.key AND r.strength = w.strength AND r.merge_ids = '{}'`;
  const json = JSON.stringify(keys);
  await tx.query(
    `DELETE FROM match_key r WHERE r.customer_id = ANY ($2::uuid[]) AND r.merge_ids = '{}'
     AND NOT EXISTS (SELECT 1 FROM ${wanted} WHERE ${same})`,
    [json, ids],
  );
  const missing = `FROM ${wanted} WHERE NOT EXISTS (SELECT 1 FROM match_key r WHERE ${same})`;
  const columns = 'kind, key, strength, customer_id, contact_id, claimed';
  await tx.query(
    `INSERT INTO match_key (${columns}) SELECT w.kind, w.key, w.strength, w.customer_id, w.contact_id, true ${missing}
     AND w.compared ORDER BY w.kind, w.key ON CONFLICT (kind, key) WHERE claimed DO NOTHING`,
    [json],
  );
  // Those that somebody else has claimed, and those by which nothing is compared.
  await tx.query(
    `INSERT INTO match_key (${columns}) SELECT w.kind, w.key, w.strength, w.customer_id, w.contact_id, false ${missing}`,
    [json],
  );
  await claimUnclaimed(tx, ids);
}

/** Of the holders of a key one has claimed it: where none has, because it went at a bad moment, one of these does. */
async function claimUnclaimed(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE match_key r SET claimed = true WHERE r.ctid IN (
       SELECT DISTINCT ON (m.kind, m.key) m.ctid FROM match_key m
       WHERE m.customer_id = ANY ($1::uuid[]) AND NOT m.claimed AND m.strength <> 'weak' AND m.kind <> 'external'
         AND NOT EXISTS (SELECT 1 FROM match_key c WHERE c.kind = m.kind AND c.key = m.key AND c.claimed))`,
    [ids],
  );
}

function held(
  keys: readonly MatchKey[],
  of: 'customer' | 'contact',
  customerId: string,
  contactId?: string,
): HeldKey[] {
  const compared = new Set(comparedKeys(keys, of));
  return keys.map((key) => ({
    ...key,
    customer_id: customerId,
    contact_id: contactId ?? null,
    compared: compared.has(key),
  }));
}
