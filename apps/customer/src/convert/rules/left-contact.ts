import type { Contact } from '../../contact/contact.entity.js';

/** What a conversion may say of its contact. */
type Draft = Pick<Contact, 'name'> & Partial<Pick<Contact, 'phones' | 'emails'>>;

/**
 * Whether a contact that a failed conversion left is the one that the next conversion speaks of: it has the same name, and
 * every number and address of the draft. A draft that says more is one of its own, and compared as any new contact is.
 */
export function isLeftContact({ name, phones = [], emails = [] }: Draft, left: Required<Draft>): boolean {
  return (
    name.trim() === left.name &&
    phones.every(({ raw }) => left.phones.some((one) => one.raw === raw)) &&
    emails.every((email) => left.emails.some((one) => one.toLowerCase() === email.toLowerCase()))
  );
}
