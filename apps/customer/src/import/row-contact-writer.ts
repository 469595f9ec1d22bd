import type { Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';
import { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { followContact, keepContactKeys } from '../duplicate/record-keys.js';
import { noteItem } from './note-item.js';
import { shownValue } from './row-custom-writer.js';
import type { RowWriting } from './row-updates.js';
import type { RowContact } from './rules/row-contacts.js';

type Acceptance = Parameters<typeof followContact>[3];

/** Likeness to others was looked at for the whole batch, before the first of its rows was written. */
const accepting: Acceptance = { acceptDuplicates: true, duplicateReason: 'import' };

/** A row, the customer that it made or is about, and the contacts that it names. */
export interface ContactRow {
  line: number;
  customer: Customer;
  contacts: readonly RowContact[];
}

/** The custom values that contacts which are there will have, of those that rows change. */
export type CustomOfContacts = ReadonlyMap<RowContact, Contact['custom']>;

/** Adds the contacts of rows whose customers were just made; their keys are written along with those of the customers. */
export function addContacts(tx: Transaction, rows: readonly ContactRow[]): Map<RowContact, Contact> {
  return new Map(
    rows.flatMap(({ customer, contacts }) =>
      contacts.map((wanted) => [wanted, insertContact(tx, customer, wanted)] as const),
    ),
  );
}

/** Notes a contact that an import made; one without id would be made if the run were none for show. */
export function noteContact(
  tx: Transaction,
  { run }: Pick<RowWriting, 'run'>,
  line: number,
  { place, name }: RowContact,
  recordId?: string,
): void {
  const shown: Record<string, [string, string]> = { [`contact${place}Name`]: ['', name] };
  const item = { line, object: 'contact', action: 'created', before: {}, shown, recordVersion: 1 } as const;
  noteItem(tx, run, { ...item, recordId });
}

/**
 * Adds the contacts of a row to a customer that was there, or changes those of the same name among `present`. Returns
 * how many were.
 */
export async function attachContacts(
  tx: Transaction,
  { customer, line, contacts }: ContactRow,
  present: readonly Contact[],
  writing: Pick<RowWriting, 'run'>,
  custom: CustomOfContacts,
): Promise<number> {
  let written = 0;
  for (const wanted of contacts) {
    const before = present.find(({ name }) => name === wanted.name);
    if (before) {
      written += (await changeContact(tx, customer, before, wanted, line, writing, custom)) ? 1 : 0;
      continue;
    }
    const made = writing.run.dryRun ? undefined : insertContact(tx, customer, wanted);
    // Unclaimed: the table itself claims what nobody has.
    if (made) keepContactKeys(tx, made, { free: new Set(), accepted: [] }, accepting);
    noteContact(tx, writing, line, wanted, made?.id);
    written += 1;
  }
  return written;
}

function insertContact(
  tx: Transaction,
  customer: Customer,
  { name, position, phones, emails, custom }: RowContact,
): Contact {
  const contact = tx.insert(Contact, {
    ...{ customerId: customer.id, name, position, phones: phones as Phone[], emails },
    ...{ roles: [], websites: [], addresses: [], language: '', note: '', custom },
  });
  tx.emit('kontor.customer.v1.ContactChanged', contact, { contact, ownerId: guardianOf(customer) });
  return contact;
}

async function changeContact(
  tx: Transaction,
  customer: Customer,
  before: Contact,
  wanted: RowContact,
  line: number,
  { run }: Pick<RowWriting, 'run'>,
  custom: CustomOfContacts,
): Promise<boolean> {
  const changes: Partial<Contact> = {};
  const shown: Record<string, [string, string]> = {};
  const note = (part: string, old: string, now: string): void => {
    shown[`contact${wanted.place}${part}`] = [old, now];
  };
  const text = (items: readonly string[]): string => items.join('; ');
  if (wanted.position && wanted.position !== before.position.trim()) {
    changes.position = wanted.position;
    note('Position', before.position, wanted.position);
  }
  const raws = before.phones.map(({ raw }) => raw);
  const wantedRaws = wanted.phones.map(({ raw }) => raw);
  if (wantedRaws.length > 0 && text(raws) !== text(wantedRaws)) {
    changes.phones = wanted.phones.map(
      (phone) => before.phones.find(({ raw }) => raw === phone.raw) ?? (phone as Phone),
    );
    note('Phone', text(raws), text(wantedRaws));
  }
  if (wanted.emails.length > 0 && text(before.emails) !== text(wanted.emails)) {
    changes.emails = wanted.emails;
    note('Email', text(before.emails), text(wanted.emails));
  }
  if (custom.has(wanted)) {
    changes.custom = custom.get(wanted);
    const [old, now] = [before.custom ?? {}, changes.custom ?? {}] as Record<string, unknown>[];
    for (const key of Object.keys(wanted.given ?? {}))
      if (JSON.stringify(old?.[key]) !== JSON.stringify(now?.[key]))
        note(`.${customPath(key)}`, shownValue(old?.[key]), shownValue(now?.[key]));
  }
  if (Object.keys(changes).length === 0) return false;
  const old = Object.fromEntries(
    Object.keys(changes).map((name) => [name, (before as unknown as Record<string, unknown>)[name] ?? null]),
  );
  let version = before.version;
  if (!run.dryRun) {
    const after = tx.update(Contact, before, changes);
    await followContact(tx, before, after, accepting);
    tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: guardianOf(customer) });
    version = after.version;
  }
  const item = { line, object: 'contact', recordId: before.id, action: 'updated' } as const;
  noteItem(tx, run, { ...item, before: old, shown, baseVersion: before.version, recordVersion: version });
  return true;
}
