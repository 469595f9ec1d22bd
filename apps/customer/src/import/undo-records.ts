import type { Call } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Contact } from '../contact/contact.entity.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { Customer } from '../customer/customer.entity.js';
import { guardianOf, reachedBy } from '../customer/guardian.js';
import { Interaction } from '../interaction/interaction.entity.js';
import { lastContactOf } from '../interaction/last-contact.js';
import { planNextContactAnew } from '../customer/next-contact-reminder.js';
import { reopened } from '../customer/rules/reopened.js';
import { followContact, followDecided } from '../duplicate/record-keys.js';
import { moveCustomers } from '../ownership/mover.js';
import { parkBeyondCap } from '../ownership/park-beyond-cap.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import type { ImportItem } from './import-item.entity.js';
import { undoWords } from './rules/undo-words.js';

/** What became of a record. */
export interface Undone {
  undone: 'removed' | 'restored' | 'kept';
  reason: string;
}

const kept = (reason: string): Undone => ({ undone: 'kept', reason });
const done = (undone: 'removed' | 'restored'): Undone => ({ undone, reason: '' });

/** Tables that only keep books about a customer: they go with it. */
const books = [
  'ownership_change',
  'match_key',
  'dossier_read',
  'reclaim_warning',
  'segment_member',
  'segment_change',
];

/**
 * Undoes what an import did to one record, in the service's own unit of work; `call` is of who asked for it, whose reach
 * counts. What anybody touched since is kept: its version says so.
 */
export async function undoItem(
  tx: Transaction,
  book: StrategyBook,
  call: Call,
  item: ImportItem,
): Promise<Undone> {
  const id = item.recordId ?? '';
  if (item.object === 'customer') {
    const [customer] = await tx.select(Customer, 'r.id = $1', [id], 'FOR UPDATE OF r');
    if (!customer) return kept('undo-gone');
    if (!mayChange(tx, call, customer)) return kept('undo-out-of-reach');
    if (customer.version !== item.recordVersion) return kept('undo-changed');
    return item.action === 'created'
      ? removeCustomer(tx, customer)
      : restoreCustomer(tx, book, call, customer, item);
  }
  if (item.object === 'interaction') return removeTalk(tx, call, item);
  const [contact] = await tx.select(Contact, 'r.id = $1', [id], 'FOR UPDATE OF r');
  const customer = contact && (await tx.find(Customer, contact.customerId));
  if (!contact || !customer) return kept('undo-gone');
  if (!mayChange(tx, call, customer)) return kept('undo-out-of-reach');
  if (contact.version !== item.recordVersion) return kept('undo-changed');
  return item.action === 'created'
    ? removeContact(tx, contact)
    : restoreContact(tx, customer, contact, item, undoWords[call.language]);
}

function mayChange(tx: Transaction, call: Call, customer: Customer): boolean {
  return rightsOf(call.caller).all || reachedBy(tx, call, guardianOf(customer));
}

/** Removed where nothing hangs on it. Else it stays as it is: whether it is lost is not for an import to say. */
async function removeCustomer(tx: Transaction, customer: Customer): Promise<Undone> {
  if (await hasFollowers(tx, 'customer', customer.id)) return kept('undo-in-use');
  for (const table of books) await tx.query(`DELETE FROM ${table} WHERE customer_id = $1`, [customer.id]);
  tx.delete(Customer, customer);
  const { id: customerId, ownerId } = customer;
  tx.emit('kontor.customer.v1.CustomerRemoved', customer, { customerId, ...(ownerId && { ownerId }) });
  return done('removed');
}

/** The talk goes; the customer's last contact is then the newest one that is left. */
async function removeTalk(tx: Transaction, call: Call, item: ImportItem): Promise<Undone> {
  const [talk] = await tx.select(Interaction, 'r.id = $1', [item.recordId], 'FOR UPDATE OF r');
  const [customer] = talk
    ? await tx.select(Customer, 'r.id = $1', [talk.customerId], 'FOR NO KEY UPDATE OF r')
    : [];
  if (!talk || !customer) return kept('undo-gone');
  if (!mayChange(tx, call, customer)) return kept('undo-out-of-reach');
  if (talk.version !== item.recordVersion) return kept('undo-changed');
  if (await hasFollowers(tx, 'interaction', talk.id)) return kept('undo-in-use');
  tx.delete(Interaction, talk);
  await tx.query('DELETE FROM import_talk WHERE talk_id = $1', [talk.id]);
  if (customer.lastContactTime !== talk.talkTime) return done('removed');
  const lastContactTime = await lastContactOf(tx, customer.id, { removed: talk.id });
  const after = tx.update(Customer, customer, { lastContactTime });
  emitCustomerChanged(tx, customer, after);
  return done('removed');
}

async function removeContact(tx: Transaction, contact: Contact): Promise<Undone> {
  if (await hasFollowers(tx, 'contact', contact.id)) return kept('undo-in-use');
  await tx.query('DELETE FROM match_key WHERE contact_id = $1', [contact.id]);
  tx.delete(Contact, contact);
  return done('removed');
}

/** Whether another record refers to it, or somebody shared it: whatever tables there are. */
async function hasFollowers(
  tx: Transaction,
  table: 'customer' | 'contact' | 'interaction',
  id: string,
): Promise<boolean> {
  const references = await tx.query<{ tab: string; col: string }>(
    `SELECT c.conrelid::regclass::text AS tab, a.attname::text AS col
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND c.conrelid::regclass::text <> ALL ($2::text[])`,
    [table, books],
  );
  const parts = references.map(({ tab, col }) => `EXISTS (SELECT 1 FROM ${tab} WHERE ${col} = $1)`);
  parts.push(`EXISTS (SELECT 1 FROM share WHERE object_id = $1)`);
  const [found] = await tx.query<{ hangs: boolean }>(`SELECT ${parts.join(' OR ')} AS hangs`, [id]);
  return found?.hangs ?? false;
}

async function restoreCustomer(
  tx: Transaction,
  book: StrategyBook,
  call: Call,
  customer: Customer,
  item: ImportItem,
): Promise<Undone> {
  const { ownerId, keeperId, poolId, ...old } = item.before as Partial<Customer>;
  const moves = 'ownerId' in item.before;
  if (moves && ownerId && (await tx.find(PersonCopy, ownerId))?.status !== 'active')
    return kept('undo-owner-left');
  // What was not there is noted as null.
  const values: Partial<Customer> = { ...old, ...('custom' in old && { custom: old.custom ?? undefined }) };
  let now = customer;
  if (Object.keys(values).length > 0) {
    const changes = { ...values, ...(values.addresses && { city: values.addresses[0]?.city ?? '' }) };
    const after: Customer = { ...customer, ...changes };
    try {
      await followDecided(tx, customer, after);
    } catch (error) {
      if (error instanceof AppError && error.code === 'conflict') return kept('row-duplicate-tax');
      throw error;
    }
    now = tx.update(Customer, customer, { ...changes, ...reopened(customer, changes, tx.now) });
    emitCustomerChanged(tx, customer, now);
    if (now.name !== customer.name) await planNextContactAnew(tx, now);
  }
  if (moves) {
    const why = {
      cause: 'transfer',
      reason: undoWords[call.language],
      actorId: call.caller.personId,
    } as const;
    const back = {
      toId: ownerId ?? undefined,
      keeperId: keeperId ?? undefined,
      poolId: poolId ?? undefined,
    };
    [now = now] = await moveCustomers(tx, [{ customer: now, ...back }], why);
  }
  const parking = { causeId: item.importId, reason: undoWords[call.language], actorId: call.caller.personId };
  now = await parkBeyondCap(tx, book, customer, now, parking);
  await carryOn(tx, item, now.version);
  return done('restored');
}

async function restoreContact(
  tx: Transaction,
  customer: Customer,
  contact: Contact,
  item: ImportItem,
  duplicateReason: string,
): Promise<Undone> {
  const { custom, ...old } = item.before as Partial<Contact>;
  // What was not there is noted as null.
  const values = { ...old, ...('custom' in item.before && { custom: custom ?? undefined }) };
  const after = tx.update(Contact, contact, values);
  await followContact(tx, contact, after, { acceptDuplicates: true, duplicateReason });
  tx.emit('kontor.customer.v1.ContactChanged', after, { contact: after, ownerId: guardianOf(customer) });
  await carryOn(tx, item, after.version);
  return done('restored');
}

/** The record is again what an earlier import left: that one knows it by its version now, and may be undone, too. */
async function carryOn(
  tx: Transaction,
  { recordId, baseVersion }: ImportItem,
  version: number,
): Promise<void> {
  await tx.query(
    `UPDATE import_item SET record_version = $3 WHERE record_id = $1 AND record_version = $2 AND undone = ''`,
    [recordId, baseVersion, version],
  );
}
