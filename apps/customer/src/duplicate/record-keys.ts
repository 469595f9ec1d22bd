import type { Transaction } from '@kontor/database/transaction';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import {
  auditAccepted,
  nameOf,
  notePairs,
  refuseDuplicates,
  refuseHardOnly,
  type Acceptance,
  type Compared,
  type Comparison,
} from './duplicate-check.js';
import { removeKeys, without, writeKeys } from './key-writer.js';
import { siblingsLike, type ComparedContact } from './siblings.js';
import {
  comparedKeys,
  contactKeys,
  customerKeys,
  externalKey,
  motherKeys,
  type MatchKey,
} from './rules/match-keys.js';

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
  const asked = [...externalKey(customer.source, customer.externalId), ...motherKeys(customer)];
  if (!again && !acceptance.acceptDuplicates && asked.length === 0)
    return { free: new Set(compared.map(nameOf)), accepted: [] };
  return refuseDuplicates(tx, [...compared, ...asked], acceptance);
}

/** Writes the keys of a customer that was just inserted, and the pairs that it is one of. */
export async function keepCustomerKeys(
  tx: Transaction,
  customer: Customer,
  compared: Compared,
  acceptance: Acceptance,
): Promise<void> {
  writeKeys(tx, { customerId: customer.id }, customerKeys(customer), compared);
  auditAccepted(tx, compared, 'customer', customer.id, acceptance.duplicateReason);
  await notePairs(tx, customer.id, compared);
}

/** What a change of a customer does to its keys, compared and not written yet. */
interface KeyChange {
  customerId: string;
  added: readonly MatchKey[];
  removed: readonly MatchKey[];
  compared: Compared;
}

/**
 * Compares what a change of a customer adds to its keys, and writes nothing; the id that it gets in another system, too,
 * which may be that of a merged customer. Throws as refuseDuplicates does.
 */
export function compareCustomerChange(
  tx: Transaction,
  before: Customer,
  after: Customer,
  acceptance: Acceptance,
): Promise<KeyChange> {
  const named = before.source !== after.source || before.externalId !== after.externalId;
  const external = named ? externalKey(after.source, after.externalId) : [];
  const mother = without(motherKeys(after), motherKeys(before));
  return keyChange(before, after, (keys) =>
    refuseDuplicates(tx, [...keys, ...external, ...mother], acceptance, { selfId: after.id }),
  );
}

/** Compares and writes what a change of a customer adds to its keys, and removes what it takes away. */
export async function followCustomer(
  tx: Transaction,
  before: Customer,
  after: Customer,
  acceptance: Acceptance,
): Promise<void> {
  const change = await compareCustomerChange(tx, before, after, acceptance);
  await writeChange(tx, change);
  auditAccepted(tx, change.compared, 'customer', after.id, acceptance.duplicateReason);
  await notePairs(tx, after.id, change.compared);
}

/**
 * The same where people decided already that two records are one, or two, or that what was shall be again: soft keys are
 * passed over, hard ones never.
 */
export async function followDecided(tx: Transaction, before: Customer, after: Customer): Promise<void> {
  await writeChange(tx, await keyChange(before, after, (keys) => refuseHardOnly(tx, keys, after.id)));
}

async function keyChange(
  before: Customer,
  after: Customer,
  compareAll: (keys: readonly MatchKey[]) => Promise<Compared>,
): Promise<KeyChange> {
  const [old, now] = [customerKeys(before), customerKeys(after)];
  const added = without(now, old);
  const compared = await compareAll(comparedKeys(added, 'customer'));
  return { customerId: after.id, added, removed: without(old, now), compared };
}

async function writeChange(
  tx: Transaction,
  { customerId, added, removed, compared }: KeyChange,
): Promise<void> {
  await removeKeys(tx, { customerId }, removed);
  writeKeys(tx, { customerId }, added, compared);
}

/** Compares a contact that is to be made; to be called before it is inserted. */
export function compareNewContact(
  tx: Transaction,
  customerId: string,
  contact: ComparedContact,
  acceptance: Acceptance,
): Promise<Compared> {
  const siblings = siblingsLike(tx, customerId, contact);
  return compareContactKeys(tx, contactKeys(contact), acceptance, customerId, siblings);
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
  const mayBeAlike = added.length > 0 || after.name !== before.name;
  const siblings = mayBeAlike ? siblingsLike(tx, customerId, after, before) : undefined;
  const compared = await compareContactKeys(tx, added, acceptance, customerId, siblings);
  await removeKeys(tx, { customerId, contactId }, without(old, now));
  writeKeys(tx, { customerId, contactId }, added, compared);
  auditAccepted(tx, compared, 'contact', contactId, acceptance.duplicateReason);
}

/** A contact is not refused for its domain, and claims it where nobody has. */
async function compareContactKeys(
  tx: Transaction,
  keys: readonly MatchKey[],
  acceptance: Acceptance,
  customerId: string,
  siblings: Comparison['siblings'],
): Promise<Compared> {
  const refusing = comparedKeys(keys, 'contact');
  const compared = await refuseDuplicates(tx, keys, acceptance, { selfId: customerId, refusing, siblings });
  await notePairs(tx, customerId, compared);
  return compared;
}
