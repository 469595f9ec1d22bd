import type { Contact } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { KeyKind } from './match-keys.js';
import { personNameKey } from './name-key.js';

/** What contacts of one customer are compared by. */
export type SiblingContact = Pick<Contact, 'name' | 'phones' | 'emails'>;

/**
 * What two contacts of one customer have in common, where they are probably one person: the name, and a phone or an
 * e-mail address, or one of them has neither yet. Empty where they are two: colleagues share a switchboard and an address
 * of the office, and some share a name. The same number with another extension is another phone.
 */
export function siblingLikeness(a: SiblingContact, b: SiblingContact): KeyKind[] {
  const name = personNameKey(a.name);
  if (name === '' || name !== personNameKey(b.name)) return [];
  const shared: KeyKind[] = [];
  if (haveCommon(numbersOf(a), numbersOf(b))) shared.push('phone');
  if (haveCommon(addressesOf(a), addressesOf(b))) shared.push('email');
  const unreachable = [a, b].some(({ phones, emails }) => phones.length === 0 && emails.length === 0);
  return shared.length > 0 || unreachable ? ['person_name', ...shared] : [];
}

/** A number within a city, which has no other form, by its digits. */
function numbersOf({ phones }: SiblingContact): string[] {
  return phones.map(({ number, raw, extension }) => `${number || raw.replace(/\D/g, '')};${extension ?? ''}`);
}

function addressesOf({ emails }: SiblingContact): string[] {
  return emails.map((email) => email.trim().toLowerCase());
}

function haveCommon(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}
