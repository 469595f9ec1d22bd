import type { FieldRights } from '@kontor/schema/view';
import type { KeyKind } from './match-keys.js';

/** What a key was made from: a customer itself, or a contact of it. */
export type KeySource = 'customer' | 'contact';

/** The fields from which each kind of key may come. A domain may be that of the site or of an e-mail address. */
const fieldsOf: Readonly<Record<KeySource, Readonly<Record<KeyKind, readonly string[]>>>> = {
  customer: {
    tax: ['taxNumber'],
    external: ['externalId'],
    email: ['emails'],
    phone: ['phones'],
    domain: ['website', 'emails'],
    name: ['name'],
    person_name: ['name'],
  },
  contact: {
    tax: [],
    external: [],
    email: ['emails'],
    phone: ['phones'],
    domain: ['websites', 'emails'],
    name: ['name'],
    person_name: ['name'],
  },
};

/** Whether somebody sees what a key was made from: who does not see it whole could ask for it by comparing. */
export function isKindVisible(kind: KeyKind, of: KeySource, rights: FieldRights | undefined): boolean {
  const limits = rights?.limits(of);
  return fieldsOf[of][kind].every((field) => !limits?.hidden.has(field) && !limits?.masked.has(field));
}

/** The same where nobody knows whose key it was, as of pairs: the customer's and the contact's have to be visible. */
export function isKindVisibleOfBoth(kind: KeyKind, rights: FieldRights | undefined): boolean {
  return isKindVisible(kind, 'customer', rights) && isKindVisible(kind, 'contact', rights);
}

/** Whether somebody sees all that customers are compared by. */
export function seesAllKinds(rights: FieldRights | undefined): boolean {
  return (Object.keys(fieldsOf.customer) as KeyKind[]).every((kind) => isKindVisibleOfBoth(kind, rights));
}
