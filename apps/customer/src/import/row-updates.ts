import { may } from '@kontor/access/permissions';
import type { Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import { AppError } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import { emitCustomerChanged } from '../customer/customer-events.js';
import { planNextContactAnew } from '../customer/next-contact-reminder.js';
import { channelChange } from '../customer/rules/channel.js';
import { mayFollow } from '../customer/rules/status.js';
import { followCustomer } from '../duplicate/record-keys.js';
import { moveCustomers } from '../ownership/mover.js';
import type { JudgedRow } from './import-batch.js';
import type { Import } from './import.entity.js';
import { noteItem } from './note-item.js';
import { attachContacts } from './row-contact-writer.js';
import type { RefusedRow } from './rules/batch-sorting.js';
import type { Place } from './rules/columns.js';
import type { RowContent } from './rules/row-customer.js';
import { rowUpdate, type RowUpdate } from './rules/row-update.js';

/** What became of rows that change customers. */
export interface UpdateOutcome {
  updated: number;
  unchanged: number;
  refused: RefusedRow[];
}

/** What the rows of a run are written with. */
export interface RowWriting {
  run: Import;
  places: readonly Place[];
  /** In whose name the run writes. */
  call: Call;
  /** People whom the batch names as owners, by e-mail: those whom the starter reaches. */
  owners: ReadonlyMap<string, string>;
}

/**
 * Changes the customers that rows are about, as UpdateCustomer would: status by its steps, the channel by whom it may be
 * changed by, keys of duplicates, event and audit; another owner only by who may transfer. A row that a rule refuses
 * changes nothing. In a dry run nothing is written but what would change.
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
  for (const { row, id } of updates) {
    const before = byId.get(id);
    const fault = before ? await changeOne(tx, before, row, writing, outcome) : 'import-out-of-reach';
    if (!fault) continue;
    const { line, cells } = row;
    outcome.refused.push({ line, cells, fault: { column: '', reason: fault, params: {} } });
  }
  return outcome;
}

async function changeOne(
  tx: Transaction,
  before: Customer,
  row: JudgedRow,
  writing: RowWriting,
  outcome: UpdateOutcome,
): Promise<string | undefined> {
  const { run, places, call, owners } = writing;
  const content = row.judged as RowContent;
  const update = rowUpdate(before, row.cells, places, content.customer);
  const fault = faultOf(before, update, call);
  if (fault) return fault;
  const ownerId = content.ownerEmail ? owners.get(content.ownerEmail) : before.ownerId;
  const moves = content.ownerEmail !== '' && ownerId !== before.ownerId;
  if (moves && (!ownerId || !may(call.caller, 'customer.transfer'))) return 'import-owner-unknown';
  const isChanged = Object.keys(update.changes).length > 0;
  let after = before;
  if (isChanged && !run.dryRun) {
    const refused = await write(tx, before, update);
    if (typeof refused === 'string') return refused;
    after = refused;
  }
  if (moves && ownerId && !run.dryRun) {
    const why = { cause: 'import', causeId: run.id, reason: '', actorId: run.personId } as const;
    [after = after] = await moveCustomers(tx, [{ customer: after, toId: ownerId }], why);
  }
  if (isChanged || moves) {
    const beforeValues = Object.fromEntries(
      [...Object.keys(update.changes), ...(moves ? ['ownerId'] : [])].map((name) => [
        name,
        (before as unknown as Record<string, unknown>)[name] ?? null,
      ]),
    );
    noteItem(tx, run, {
      ...{ line: row.line, object: 'customer', recordId: before.id, action: 'updated' },
      before: beforeValues,
      shown: { ...update.shown, ...(moves && { ownerEmail: ['', content.ownerEmail] }) },
      recordVersion: after.version,
    });
  }
  const attached = await attachContacts(tx, after, { line: row.line, contacts: content.contacts }, writing);
  if (isChanged || moves || attached > 0) outcome.updated += 1;
  else outcome.unchanged += 1;
  return undefined;
}

function faultOf(before: Customer, { changes }: RowUpdate, { caller }: Call): string | undefined {
  if (changes.status && !mayFollow(before.status, changes.status)) return 'status-step-row';
  if (!changes.channel) return undefined;
  return channelChange(before.channel, changes.channel, may(caller, 'customer.channel'), 'import');
}

/** The customer as it stands behind, or why it stays: another one has its tax number. */
async function write(tx: Transaction, before: Customer, { changes }: RowUpdate): Promise<Customer | string> {
  const whole = { ...changes, ...(changes.addresses && { city: changes.addresses[0]?.city ?? '' }) };
  const after: Customer = { ...before, ...whole };
  try {
    // Likeness was accepted when the customer was made; only what the law gives to one is refused.
    await followCustomer(tx, before, after, 'as-it-is');
  } catch (error) {
    if (error instanceof AppError && error.reason === 'duplicate') return 'row-duplicate-tax';
    throw error;
  }
  const written = tx.update(Customer, before, whole);
  emitCustomerChanged(tx, before, written);
  if (written.name !== before.name) await planNextContactAnew(tx, written);
  return written;
}
