import { setTimeout } from 'node:timers/promises';
import { serviceCall, type Call } from '@kontor/access/call';
import type { NumberSeries } from '@kontor/database/number-series';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import { BeyondReach, placeNew, type FirstOwner } from '../customer/first-owner.js';
import { tellKeepers } from '../customer/keeper-notice.js';
import { asService } from '../customer/guardian.js';
import { keepKeys, likenessOf, noteAlike, withoutDuplicates } from './row-duplicates.js';
import { isClaimTaken } from '../duplicate/key-writer.js';
import { sortBatch, type NewCustomer, type RefusedRow } from './rules/batch-sorting.js';
import { findByExternalIds } from '../external-id/find-by-external-id.js';
import { noteOwner } from '../ownership/mover.js';
import { lacksDeal } from '../strategy/room-check.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { storableCell } from './rules/cell-text.js';
import { ImportBadRow } from './import-bad-row.entity.js';
import type { Batch } from './import-batch.js';
import type { ImportLedger, Progress } from './import-ledger.js';
import { noteItem } from './note-item.js';
import { addContacts, noteContact } from './row-contact-writer.js';
import { withNames } from './row-names.js';
import { ownersOf } from './row-owners.js';
import { dealBatch } from './row-targets.js';
import { applyUpdates, type RowWriting, type WriterParts } from './row-updates.js';
import type { RowContext } from './rules/row-faults.js';

/** A batch that meets a lock, a lost connection or another import of the same rows is tried again this often. */
const mostTries = 6;
const firstPause = 50;

/** What customers are made of. */
interface Making {
  created: readonly NewCustomer[];
  /** Keys that nobody has claimed. */
  free: ReadonlySet<string>;
  numbers: readonly string[];
}

/**
 * Writes batches: customers, their events and audit, refused rows and progress in one unit of work, so that a run
 * goes on after a kill exactly where the last commit left it.
 */
export class BatchWriter {
  constructor(
    private readonly work: UnitOfWork,
    private readonly numbers: NumberSeries,
    private readonly ledger: ImportLedger,
    /** In whose name customers are made. */
    private readonly call: Call,
    private readonly parts: WriterParts,
    private readonly header: Pick<RowContext, 'places' | 'country'>,
  ) {}

  async write(batch: Batch): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.attempt(batch);
      } catch (error) {
        if (attempt === mostTries || !isPassing(error)) throw error;
        await setTimeout(firstPause * 2 ** attempt);
      }
    }
  }

  private async attempt(read: Batch): Promise<void> {
    const { run } = this.ledger;
    const batch = await withNames(this.work, this.call, this.parts.customValues, run.source, read);
    const owners = await ownersOf(this.work, this.call, batch);
    const { places } = this.header;
    const dealt = await dealBatch(this.work, this.call, run, batch, this.header);
    const making = { ...batch, rows: dealt.rest };
    const changing = dealt.updates.map(({ row }) => row);
    const [likeness, known] = await this.work.read(serviceCall('customer', 'import'), (tx) =>
      Promise.all([likenessOf(tx, dealt.rest, changing), this.known(tx, making)]),
    );
    const all = sortBatch(making.rows, known, owners, this.call.caller.personId);
    const sorted = withoutDuplicates(all, likeness, this.ledger.run.acceptDuplicates);
    const { created, skipped } = sorted;
    const writing = { ...this.parts, run, places, call: this.call, owners, likeness };
    // What a change of the same batch claims is free no longer: then the table claims what nobody has.
    const free = dealt.updates.length > 0 ? new Set<string>() : likeness.free;
    const before = this.ledger.progress;
    let progress: Progress = before;
    const numbers = this.ledger.run.dryRun
      ? []
      : await this.numbers.takeMany(created.length, new Date().toISOString());
    const write = (call: Call) =>
      this.work.write(call, async (tx) => {
        const outcome = await applyUpdates(tx, dealt.updates, writing);
        const bought = withDeal(tx, this.parts.book, created);
        const refused = [...sorted.refused, ...dealt.refused, ...outcome.refused, ...bought.refused];
        progress = {
          rowsRead: batch.rowsRead,
          rowsCreated: before.rowsCreated + bought.created.length,
          rowsUpdated: before.rowsUpdated + outcome.updated,
          rowsUnchanged: before.rowsUnchanged + outcome.unchanged,
          rowsSkipped: before.rowsSkipped + skipped,
          rowsRejected: before.rowsRejected + refused.length,
          bytesRead: String(batch.bytesRead),
        };
        // First of all, so that nobody takes the run over meanwhile; its answer need not be waited for.
        const advanced = this.ledger.checkpoint(tx, progress);
        advanced.catch(() => undefined);
        for (const row of refused) this.refuse(tx, row);
        await this.create(tx, { created: bought.created, free, numbers }, writing);
        await advanced;
      });
    await write(this.call).catch((error: unknown) => {
      if (!(error instanceof BeyondReach)) throw error;
      return write(asService(this.call));
    });
    this.ledger.committed(progress);
  }

  /** External ids of the batch that the source has already. Asked for the service: customers out of sight count. */
  private async known(tx: Transaction, batch: Batch): Promise<Set<string>> {
    const { id, source, dryRun } = this.ledger.run;
    const ids = batch.rows.flatMap(({ judged }) =>
      'customer' in judged ? [judged.customer.externalId] : [],
    );
    const found = new Set((await findByExternalIds(tx, source, ids)).keys());
    if (!dryRun) return found;
    const rows = await tx.query<{ external_id: string }>(
      'SELECT external_id FROM import_dry_row WHERE import_id = $1 AND external_id = ANY ($2::text[])',
      [id, ids],
    );
    for (const { external_id } of rows) found.add(external_id);
    return found;
  }

  private async create(
    tx: Transaction,
    { created, free, numbers }: Making,
    writing: RowWriting,
  ): Promise<void> {
    const { id, dryRun, personId } = this.ledger.run;
    if (dryRun) {
      const ids = created.map(({ customer }) => customer.externalId);
      await tx.query(
        'INSERT INTO import_dry_row (import_id, external_id, person_id) SELECT $1, unnest($2::text[]), $3',
        [id, ids, personId],
      );
      for (const { line, customer } of created) noteMade(tx, writing, line, customer.name);
      return;
    }
    const wanted = created.map(({ customer, ownerId }) => ({ ownerId, customer }));
    const placed = await placeNew(tx, this.parts.book, wanted);
    const customers = created.map((row, index) =>
      createCustomer(tx, row, numbers[index] ?? '', placed[index]?.owner ?? {}),
    );
    // The customers go out with the question: the database writes them while the rest is made.
    const written = tx.query('SELECT 1');
    written.catch(() => undefined);
    tellKeepers(tx, customers, id);
    // Behind all customers, so that each table gets one statement.
    const why = { cause: 'import', causeId: id, reason: '', actorId: personId } as const;
    customers.forEach((customer, index) =>
      noteOwner(tx, customer, { ...why, cause: placed[index]?.cause ?? why.cause }),
    );
    const rows = created.flatMap(({ line, contacts, customer: row }, index) => {
      const customer = customers[index];
      return customer ? [{ customer, line, contacts, row }] : [];
    });
    const made = addContacts(tx, rows);
    keepKeys(tx, rows, made, free);
    if (this.ledger.run.acceptDuplicates) await noteAlike(tx, rows, writing.likeness);
    for (const { line, customer, contacts } of rows) {
      noteMade(tx, writing, line, customer.name, customer.id);
      for (const contact of contacts) noteContact(tx, writing, line, contact, made.get(contact)?.id);
    }
    await written;
  }

  private refuse(tx: Transaction, { line, cells, fault }: RefusedRow): void {
    const { id: importId, personId } = this.ledger.run;
    const { column: columnName, reason, params } = fault;
    tx.insert(ImportBadRow, {
      importId,
      line,
      columnName,
      reason,
      params,
      cells: cells.map(storableCell),
      personId,
    });
  }
}

/**
 * The customers to make, and those that say to have bought where a won opportunity is asked for. Whoever sets strategies
 * brings in bases whose deals no system knows.
 */
function withDeal(
  tx: Transaction,
  book: StrategyBook,
  made: readonly NewCustomer[],
): { created: NewCustomer[]; refused: RefusedRow[] } {
  if (tx.call.caller.rights?.may('strategy.manage')) return { created: [...made], refused: [] };
  const lacks = new Set(
    made.filter(({ customer, ownerId }) => lacksDeal(tx, book, { ...customer, ownerId })),
  );
  const fault = { column: '', reason: 'deal-needed', params: {} };
  return {
    created: made.filter((one) => !lacks.has(one)),
    refused: [...lacks].map(({ line, cells }) => ({ line, cells, fault })),
  };
}

function noteMade(tx: Transaction, { run }: RowWriting, line: number, name: string, recordId?: string): void {
  const shown: Record<string, [string, string]> = { name: ['', name] };
  const item = { line, object: 'customer', action: 'created', before: {}, shown, recordVersion: 1 } as const;
  noteItem(tx, run, { ...item, recordId });
}

function createCustomer(
  tx: Transaction,
  { customer }: NewCustomer,
  number: string,
  owner: FirstOwner,
): Customer {
  const city = customer.addresses[0]?.city ?? '';
  const created = tx.insert(Customer, {
    ...customer,
    phones: customer.phones as Customer['phones'],
    unknownFields: [],
    number,
    city,
    ...owner,
  });
  tx.emit('kontor.customer.v1.CustomerCreated', created, { customer: created });
  return created;
}

/** Whether the same batch can succeed in a moment. The row of a twin that was first is then known and skipped. */
function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return ['conflict', 'unavailable', 'deadline'].includes(error.code);
  if (isClaimTaken(error)) return true;
  return (error as { constraint?: string } | undefined)?.constraint === 'customer_external_id';
}
