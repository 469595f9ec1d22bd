import { may } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { Contact } from '../contact/contact.entity.js';
import { Customer } from '../customer/customer.entity.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { planNextContactAnew } from '../customer/next-contact-reminder.js';
import { channelChange } from '../customer/rules/channel.js';
import { reopened } from '../customer/rules/reopened.js';
import { compareCustomerChange, followCustomer } from '../duplicate/record-keys.js';
import { moveCustomers } from '../ownership/mover.js';
import { lockHeld } from '../strategy/held.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import type { JudgedRow } from './import-batch.js';
import type { Import } from './import.entity.js';
import { noteItem } from './note-item.js';
import { attachContacts } from './row-contact-writer.js';
import { applyChange, customOfContacts } from './row-custom-writer.js';
import { alikeContact, type Likeness } from './row-duplicates.js';
import type { RefusedRow } from './rules/batch-sorting.js';
import type { Place } from './rules/columns.js';
import type { RowContent } from './rules/row-customer.js';
import type { RowFault } from './rules/row-faults.js';
import { siblingFault } from './rules/row-siblings.js';
import { rowUpdate, type RowUpdate } from './rules/row-update.js';

/** What became of rows that change customers. */
export interface UpdateOutcome {
  updated: number;
  unchanged: number;
  refused: RefusedRow[];
}

/** What the rules of a change need besides the rows. */
export interface WriterParts {
  book: StrategyBook;
  customValues: CustomValueWriter;
}

/** What the rows of a run are written with. */
export interface RowWriting extends WriterParts {
  run: Import;
  places: readonly Place[];
  /** In whose name the run writes. */
  call: Call;
  /** People whom the batch names as owners, by e-mail: those whom the starter reaches. */
  owners: ReadonlyMap<string, string>;
  /** What the batch has in common with customers that exist. */
  likeness: Likeness;
}

/**
 * Changes the customers that rows are about, as UpdateCustomer would: status by its steps, the channel by whom it may be
 * changed by, room below the cap of whoever gets a prospect, custom fields, keys of duplicates, event and audit; another
 * owner only by who may transfer. A row that a rule refuses changes nothing. In a dry run nothing is written but what
 * would change.
 */
export async function applyUpdates(
  tx: Transaction,
  updates: readonly { row: JudgedRow; id: string }[],
  writing: RowWriting,
): Promise<UpdateOutcome> {
  const outcome: UpdateOutcome = { updated: 0, unchanged: 0, refused: [] };
  if (updates.length === 0) return outcome;
  const customers = await tx.select(
    Customer,
    'r.id = ANY ($1::uuid[])',
    [updates.map(({ id }) => id)],
    writing.run.dryRun ? '' : 'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  await lockCounters(tx, updates, byId, writing);
  const contacts = await contactsOf(tx, updates);
  for (const { row, id } of updates) {
    const before = byId.get(id);
    const { line, cells } = row;
    const fault = before
      ? await changeOne(tx, before, row, contacts.get(id) ?? [], writing, outcome)
      : wholeRow('import-out-of-reach');
    if (fault) outcome.refused.push({ line, cells, fault });
  }
  return outcome;
}

const wholeRow = (reason: string): RowFault => ({ column: '', reason, params: {} });

/** Locks the counters of all whom the batch may give prospects, in one order, before the rows ask one by one. */
async function lockCounters(
  tx: Transaction,
  updates: readonly { row: JudgedRow; id: string }[],
  customers: ReadonlyMap<string, Customer>,
  { book, owners, places }: RowWriting,
): Promise<void> {
  if (!places.some(({ field }) => field === 'status' || field === 'ownerEmail')) return;
  const people = updates.flatMap(({ row, id }) => [
    customers.get(id)?.ownerId ?? [],
    owners.get((row.judged as RowContent).ownerEmail) ?? [],
  ]);
  const ids = new Set(people.flat());
  if ([...ids].some((id) => book.capOf(tx, id) !== undefined)) await lockHeld(tx, [...ids]);
}

/** The contacts of the customers whose rows name some. */
async function contactsOf(
  tx: Transaction,
  updates: readonly { row: JudgedRow; id: string }[],
): Promise<Map<string, Contact[]>> {
  const ids = updates.flatMap(({ row, id }) => ((row.judged as RowContent).contacts.length > 0 ? [id] : []));
  const found = ids.length > 0 ? await tx.select(Contact, 'r.customer_id = ANY ($1::uuid[])', [ids]) : [];
  const byCustomer = new Map<string, Contact[]>();
  for (const contact of found)
    byCustomer.set(contact.customerId, [...(byCustomer.get(contact.customerId) ?? []), contact]);
  return byCustomer;
}

async function changeOne(
  tx: Transaction,
  before: Customer,
  row: JudgedRow,
  present: readonly Contact[],
  writing: RowWriting,
  outcome: UpdateOutcome,
): Promise<RowFault | undefined> {
  const { run, places, call, owners, likeness } = writing;
  const content = row.judged as RowContent;
  const update = rowUpdate(before, row.cells, places, content.customer);
  const fault = faultOf(before, update, call);
  if (fault) return wholeRow(fault);
  const ownerId = content.ownerEmail ? owners.get(content.ownerEmail) : before.ownerId;
  const moves = content.ownerEmail !== '' && ownerId !== before.ownerId;
  if (moves && (!ownerId || !may(call.caller, 'customer.transfer'))) return wholeRow('import-owner-unknown');
  const alike = run.acceptDuplicates
    ? undefined
    : (alikeContact(content.contacts, before.id, likeness) ?? siblingFault(content.contacts, present));
  if (alike) return alike;
  const custom = await customOfContacts(tx, present, content.contacts, writing);
  if ('reason' in custom) return custom;
  const refused = await applyChange(tx, before, update, content, writing, moves ? ownerId : undefined);
  if (refused) return refused;
  const isChanged = Object.keys(update.changes).length > 0;
  let after = before;
  if (isChanged) {
    const written = await write(tx, before, update, run);
    if ('reason' in written) return written;
    after = written;
  }
  if (moves && ownerId && !run.dryRun) {
    const why = { cause: 'import', causeId: run.id, reason: '', actorId: run.personId } as const;
    [after = after] = await moveCustomers(tx, [{ customer: after, toId: ownerId }], why);
  }
  if (isChanged || moves) {
    const beforeValues = Object.fromEntries(
      [...Object.keys(update.changes), ...(moves ? ['ownerId', 'keeperId', 'poolId'] : [])].map((name) => [
        name,
        (before as unknown as Record<string, unknown>)[name] ?? null,
      ]),
    );
    noteItem(tx, run, {
      ...{ line: row.line, object: 'customer', recordId: before.id, action: 'updated' },
      before: beforeValues,
      shown: { ...update.shown, ...(moves && { ownerEmail: ['', content.ownerEmail] }) },
      ...{ baseVersion: before.version, recordVersion: after.version },
    });
  }
  const rowOfContacts = { customer: after, line: row.line, contacts: content.contacts };
  const attached = await attachContacts(tx, rowOfContacts, present, writing, custom);
  if (isChanged || moves || attached > 0) outcome.updated += 1;
  else outcome.unchanged += 1;
  return undefined;
}

function faultOf(before: Customer, { changes }: RowUpdate, { caller }: Call): string | undefined {
  if (!changes.channel) return undefined;
  return channelChange(before.channel, changes.channel, may(caller, 'customer.channel'), 'import');
}

/**
 * The customer as it stands behind, or why it stays: another one has its tax number, or something else of what the row
 * adds, and the import does not accept that. Nothing is written in a dry run.
 */
async function write(
  tx: Transaction,
  before: Customer,
  { changes }: RowUpdate,
  { dryRun, acceptDuplicates }: Import,
): Promise<Customer | RowFault> {
  const whole = { ...changes, ...(changes.addresses && { city: changes.addresses[0]?.city ?? '' }) };
  const after: Customer = { ...before, ...whole };
  const acceptance = { acceptDuplicates, duplicateReason: 'import' };
  try {
    const follow = dryRun ? compareCustomerChange : followCustomer;
    await follow(tx, before, after, acceptance);
  } catch (error) {
    const fault = error instanceof AppError ? likenessFaults[error.reason] : undefined;
    if (!fault) throw error;
    return { ...wholeRow(fault), params: { number: (error as AppError).params?.number ?? '' } };
  }
  if (dryRun) return before;
  const written = tx.update(Customer, before, { ...whole, ...reopened(before, changes, tx.now) });
  emitCustomerChanged(tx, before, written);
  if (written.name !== before.name) await planNextContactAnew(tx, written);
  return written;
}

const likenessFaults: Record<string, string> = {
  duplicate: 'row-duplicate-tax',
  'possible-duplicate': 'row-possible-duplicate',
};
