import type { Transaction } from '@kontor/database/transaction';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import {
  auditAccepted,
  compare,
  nameOf,
  refuseDuplicates,
  type Acceptance,
  type Compared,
} from './duplicate-check.js';
import { removeKeys, without, writeKeys } from './key-writer.js';
import { comparedKeys, contactKeys, customerKeys, externalKey, type MatchKey } from './rules/match-keys.js';

/**
 * Compares a customer that is to be made; to be called before it is inserted. Throws as refuseDuplicates does. The usual
 * new customer is like no other: at first it only claims its keys, which asks nothing and fails if there is another;
 * `again` then says to look at the others.
 */
export async function compareNewCustomer(
  tx: Transaction,
  customer: Customer,
  acceptance: Acceptance,
  again: boolean,
): Promise<Compared> {
  const compared = comparedKeys(customerKeys(customer), 'customer');
  const external = externalKey(customer.source, customer.externalId);
  if (!again && !acceptance.acceptDuplicates && external.length === 0)
    return { free: new Set(compared.map(nameOf)), accepted: [] };
  return refuseDuplicates(tx, [...compared, ...external], acceptance);
}

/** Writes the keys of a customer that was just inserted. */
export function keepCustomerKeys(
  tx: Transaction,
  customer: Customer,
  compared: Compared,
  acceptance: Acceptance,
): void {
  writeKeys(tx, { customerId: customer.id }, customerKeys(customer), compared);
  auditAccepted(tx, compared, 'customer', customer.id, acceptance.duplicateReason);
}

/** Compares and writes what a change of a customer adds to its keys, and removes what it takes away. */
export async function followCustomer(
  tx: Transaction,
  before: Customer,
  after: Customer,
  acceptance: Acceptance | 'as-it-is',
): Promise<void> {
  const [old, now] = [customerKeys(before), customerKeys(after)];
  const added = without(now, old);
  const holder = { customerId: after.id };
  const looked = comparedKeys(added, 'customer');
  const compared =
    acceptance === 'as-it-is'
      ? await refuseHardOnly(tx, looked, after.id)
      : await refuseDuplicates(tx, looked, acceptance, after.id);
  await removeKeys(tx, holder, without(old, now));
  writeKeys(tx, holder, added, compared);
  if (acceptance !== 'as-it-is')
    auditAccepted(tx, compared, 'customer', after.id, acceptance.duplicateReason);
}

/** Compares a contact that is to be made; to be called before it is inserted. */
export function compareNewContact(
  tx: Transaction,
  customerId: string,
  contact: Pick<Contact, 'phones' | 'emails' | 'websites'>,
  acceptance: Acceptance,
): Promise<Compared> {
  return compareContactKeys(tx, contactKeys(contact), acceptance, customerId);
}

/** Writes the keys of a contact that was just inserted. */
export function keepContactKeys(
  tx: Transaction,
  contact: Contact,
  compared: Compared,
  acceptance: Acceptance,
): void {
  const { id: contactId, customerId } = contact;
  writeKeys(tx, { customerId, contactId }, contactKeys(contact), compared);
  auditAccepted(tx, compared, 'contact', contactId, acceptance.duplicateReason);
}

/** The same as followCustomer for a contact. */
export async function followContact(
  tx: Transaction,
  before: Contact,
  after: Contact,
  acceptance: Acceptance,
): Promise<void> {
  const [old, now] = [contactKeys(before), contactKeys(after)];
  const { id: contactId, customerId } = after;
  const added = without(now, old);
  const compared = await compareContactKeys(tx, added, acceptance, customerId);
  await removeKeys(tx, { customerId, contactId }, without(old, now));
  writeKeys(tx, { customerId, contactId }, added, compared);
  auditAccepted(tx, compared, 'contact', contactId, acceptance.duplicateReason);
}

/** A contact is not refused for its domain, and claims it where nobody has. */
function compareContactKeys(
  tx: Transaction,
  keys: readonly MatchKey[],
  acceptance: Acceptance,
  customerId: string,
): Promise<Compared> {
  return refuseDuplicates(tx, keys, acceptance, customerId, comparedKeys(keys, 'contact'));
}

/** Where people decided already that two records are one, or two: soft keys are passed over, hard ones never. */
async function refuseHardOnly(tx: Transaction, keys: readonly MatchKey[], selfId: string): Promise<Compared> {
  await refuseDuplicates(
    tx,
    keys.filter(({ strength }) => strength === 'hard'),
    {},
    selfId,
  );
  return { free: (await compare(tx, keys, selfId)).free, accepted: [] };
}
