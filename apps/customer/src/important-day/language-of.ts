import type { Language } from '@kontor/errors/languages';
import type { PersonCopy } from '@kontor/people/person-copy.entity';
import type { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { greetingLanguage } from './rules/greeting.js';

/** In which language a customer, or a contact of it, is congratulated, whether a person does or Kontor itself. */
export function languageOf(
  customer: Pick<Customer, 'addresses'>,
  contact: Pick<Contact, 'language' | 'addresses'> | undefined,
  owner: Pick<PersonCopy, 'language'> | undefined,
): Language {
  const [address] = [...(contact?.addresses ?? []), ...customer.addresses];
  return greetingLanguage({
    language: contact?.language ?? '',
    country: address?.country ?? '',
    ownerLanguage: owner?.language,
  });
}
