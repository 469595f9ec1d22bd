import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Language } from '@kontor/errors/languages';
import type { Contact, Customer, Interaction } from '@kontor/contracts/gen/kontor/customer/v1/customer';

/** A person as far as files name one. */
export interface NamedPerson {
  name: string;
  email: string;
}

/** Everything that a row of a file is made of, already as the starter may see it: what is hidden is not there. */
export interface ExportRow {
  /** Of contacts and talks the customer that they belong to. */
  customer: Partial<Customer>;
  contact: Partial<Contact>;
  interaction: Partial<Interaction>;
  /** Contacts of the customer, the oldest first. */
  contacts: readonly Partial<Contact>[];
  owner: Partial<NamedPerson>;
  author: Partial<NamedPerson>;
  timeZone: string;
  language: Language;
  /** What people and records are called that custom fields name, by their ids; without those that are not seen. */
  names: ReadonlyMap<string, string>;
}

/** A field that a column shows, or that its value is worked out from. */
export interface ShownField {
  object: string;
  field: string;
}

/** A column that a file may have. */
export interface ExportColumn {
  name: string;
  /** The custom field that it shows, if it shows one. */
  custom?: CustomField;
  shows: readonly ShownField[];
  text(row: ExportRow): string;
}
