import { createHash } from 'node:crypto';
import type { Contact, Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { mailDomain, webDomain } from './domain-key.js';
import { companyNameKey, motherNameKey, personNameKey } from './name-key.js';
import { plainTaxNumber } from './tax-number.js';

/** What two records may have in common. */
export type KeyKind = 'tax' | 'external' | 'email' | 'phone' | 'domain' | 'name' | 'person_name';

/**
 * How much it says. `hard`: the same customer, always; `soft`: probably, a person decides and says why; `weak`: only
 * together with others, in the list of pairs to review.
 */
export type KeyStrength = 'hard' | 'soft' | 'weak';

/** One thing by which a record is recognised. */
export interface MatchKey {
  kind: KeyKind;
  key: string;
  strength: KeyStrength;
}

/** What of a phone keys are made of. */
type KeyedPhone = Pick<Customer['phones'][number], 'number' | 'extension'>;

/** The fields of a customer that keys are made of. */
export type KeyedCustomer = Pick<Customer, 'kind' | 'name' | 'phones' | 'emails' | 'website' | 'taxNumber'>;

/** The fields of a contact that keys are made of. */
export type KeyedContact = Pick<Contact, 'phones' | 'emails' | 'websites'>;

/**
 * Raised when a rule of keys, or `search_fold` of the database, changes: keys and search documents of all records are then
 * made anew in the background (`remake.job.ts`). 2: traditional characters are simplified. 3: names as a whole; more legal
 * forms, umlauts, branches. 4: ends of words.
 */
export const keysVersion = 4;

/**
 * The keys of a customer. Only the tax number is hard: the law gives it to one. Phones and e-mails are soft, since
 * families, groups of companies and business centres share them; so are a company's name and its own domain. Names of
 * persons are weak: many are called 王伟.
 */
export function customerKeys(customer: KeyedCustomer): MatchKey[] {
  const { kind, name, phones, emails, website, taxNumber } = customer;
  const person = kind === 'person';
  return distinct([
    of('tax', plainTaxNumber(taxNumber ?? ''), 'hard'),
    ...reachKeys(phones, emails),
    ...domainKeys(emails, [website], person ? 'weak' : 'soft'),
    person ? of('person_name', personNameKey(name), 'weak') : of('name', companyNameKey(name), 'soft'),
  ]);
}

/**
 * The keys of a contact. A new contact is compared by phones and e-mails; that its domain is that of another customer
 * is common (forwarders, agencies) and is found by who adds that customer, not by who adds the contact.
 */
export function contactKeys({ phones, emails, websites }: KeyedContact): MatchKey[] {
  return distinct([...reachKeys(phones, emails), ...domainKeys(emails, websites, 'soft')]);
}

/**
 * The name of the company whose branch a customer is: asked for when it is written, so that whoever makes a branch is told
 * of its mother, and not kept, for they are two.
 */
export function motherKeys({ kind, name }: Pick<Customer, 'kind' | 'name'>): MatchKey[] {
  const mother = kind === 'person' ? '' : motherNameKey(name);
  return mother ? [of('name', mother, 'soft')] : [];
}

/** The keys of those given by which a record is compared when it is written. */
export function comparedKeys(keys: readonly MatchKey[], of: 'customer' | 'contact'): MatchKey[] {
  return keys.filter(({ kind, strength }) => strength !== 'weak' && (of === 'customer' || kind !== 'domain'));
}

/** The key of the id that another system gave to a record; only merged records are found by it. */
export function externalKey(source: string, externalId: string): MatchKey[] {
  return externalId
    ? [{ kind: 'external', key: shortened(`${source}\n${externalId}`), strength: 'hard' }]
    : [];
}

/**
 * Who has an extension is recognised by it; the number before it is a switchboard's, which says little, but who calls by
 * it is found.
 */
function reachKeys(phones: readonly KeyedPhone[], emails: readonly string[]): MatchKey[] {
  const behind = phones.filter(({ number, extension }) => number && extension);
  return [
    // The weak ones first, so that the same number without an extension counts as what it is.
    ...behind.map(({ number }) => of('phone', number, 'weak')),
    ...phones.map(({ number, extension }) =>
      of('phone', number && extension ? `${number};ext=${extension}` : number, 'soft'),
    ),
    ...emails.map((email) => of('email', email.trim().toLowerCase(), 'soft')),
  ];
}

function domainKeys(emails: readonly string[], sites: readonly string[], strength: KeyStrength): MatchKey[] {
  const domains = [...emails.map(mailDomain), ...sites.map(webDomain)];
  return domains.flatMap((domain) => (domain ? [of('domain', domain, strength)] : []));
}

function of(kind: KeyKind, key: string, strength: KeyStrength): MatchKey {
  return { kind, key: shortened(key), strength };
}

/** Each key once, without empty ones, in an order that is the same for all: locks are taken in it. */
function distinct(keys: readonly MatchKey[]): MatchKey[] {
  const byName = new Map(keys.filter(({ key }) => key !== '').map((one) => [`${one.kind} ${one.key}`, one]));
  return [...byName.values()].sort(byKindAndKey);
}

/** The order in which keys are written. */
export function byKindAndKey(a: Pick<MatchKey, 'kind' | 'key'>, b: Pick<MatchKey, 'kind' | 'key'>): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

const longest = 200;

/** An index takes no keys of any length: of a long one the beginning and a hash of the whole. */
function shortened(key: string): string {
  const letters = [...key];
  if (letters.length <= longest) return key;
  const hash = createHash('sha256').update(key).digest('base64url');
  return `${letters.slice(0, longest).join('')}#${hash}`;
}
