import type { Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Transaction } from '@kontor/database/transaction';
import { Contact } from '../contact/contact.entity.js';
import type { Customer } from '../customer/customer.entity.js';
import { guardianOf } from '../customer/guardian.js';
import { followContact, keepContactKeys } from '../duplicate/record-keys.js';
import { noteItem } from './note-item.js';
import type { RowWriting } from './row-updates.js';
import type { RowContact } from './rules/row-contacts.js';

type Acceptance = Parameters<typeof followContact>[3];

/** Contacts stand beside customers that somebody chose to import: likeness to others does not refuse them. */
const accepting: Acceptance = { acceptDuplicates: true, duplicateReason: 'import' };

/** Adds the contacts of a row to its customer, or changes those of the same name. Returns how many were. */
export async function attachContacts(
  tx: Transaction,
  customer: Customer,
  row: { line: number; contacts: readonly RowContact[] },
  writing: Pick<RowWriting, 'run'>,
  isNew = false,
): Promise<number> {
  const { contacts } = row;
  if (contacts.length === 0) return 0;
  const present = isNew ? [] : await tx.select(Contact, 'r.customer_id = $1', [customer.id]);
  let written = 0;
  for (const wanted of contacts) {
    const before = present.find(({ name }) => name === wanted.name);
    if (before) written += (await changeContact(tx, customer, before, wanted, row.line, writing)) ? 1 : 0;
    else {
      addContact(tx, customer, wanted, row.line, writing);
      written += 1;
    }
  }
  return written;
}

function addContact(
  tx: Transaction,
  customer: Customer,
  { place, name, position, phones, emails }: RowContact,
  line: number,
  { run }: Pick<RowWriting, 'run'>,
): void {
  const shown: Record<string, [string, string]> = { [`contact${place}Name`]: ['', name] };
  const item = { line, object: 'contact', action: 'created', before: {}, shown, recordVersion: 1 } as const;
  if (run.dryRun) return noteItem(tx, run, item);
  const contact = tx.insert(Contact, {
    ...{ customerId: customer.id, name, position, phones: phones as Phone[], emails },
    ...{ roles: [], websites: [], addresses: [], language: '', note: '' },
  });
  keepContactKeys(tx, contact, { free: new Set(), accepted: [] }, accepting);
  tx.emit('kontor.customer.v1.ContactChanged', contact, { contact, ownerId: guardianOf(customer) });
  noteItem(tx, run, { ...item, recordId: contact.id });
}

async function changeContact(
  tx: Transaction,
  customer: Customer,
  before: Contact,
  wanted: RowContact,
  line: number,
  { run }: Pick<RowWriting, 'run'>,
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
  if (Object.keys(changes).length === 0) return false;
  const old = Object.fromEntries(
    Object.keys(changes).map((name) => [name, (before as unknown as Record<string, unknown>)[name]]),
  );
  let version = before.version;
  if (!run.dryRun) {
    const after = tx.update(Contact, before, changes);
    await followContact(tx, before, after, accepting);
    tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: guardianOf(customer) });
    version = after.version;
  }
  const item = { line, object: 'contact', recordId: before.id, action: 'updated' } as const;
  noteItem(tx, run, { ...item, before: old, shown, recordVersion: version });
  return true;
}
