import { setTimeout } from 'node:timers/promises';
import { serviceCall, type Call } from '@kontor/access/call';
import type { NumberSeries } from '@kontor/database/number-series';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import { Customer } from '../customer/customer.entity.js';
import { sortBatch, type NewCustomer, type RefusedRow, type SortedBatch } from './rules/batch-sorting.js';
import { noteOwner } from '../ownership/mover.js';
import { storableCell } from './rules/cell-text.js';
import { ImportBadRow } from './import-bad-row.entity.js';
import type { Batch } from './import-batch.js';
import type { ImportLedger, Progress } from './import-ledger.js';
import { ownersOf } from './row-owners.js';

/** A batch that meets a lock, a lost connection or another import of the same rows is tried again this often. */
const mostTries = 6;
const firstPause = 50;

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

  private async attempt(batch: Batch): Promise<void> {
    const owners = await ownersOf(this.work, this.call, batch);
    const sorted = sortBatch(batch.rows, await this.known(batch), owners, this.call.caller.personId);
    const { created, refused, skipped } = sorted;
    const before = this.ledger.progress;
    const progress: Progress = {
      rowsRead: batch.rowsRead,
      rowsCreated: before.rowsCreated + created.length,
      rowsSkipped: before.rowsSkipped + skipped,
      rowsRejected: before.rowsRejected + refused.length,
      bytesRead: String(batch.bytesRead),
    };
    const numbers = this.ledger.run.dryRun
      ? []
      : await this.numbers.takeMany(created.length, new Date().toISOString());
    await this.work.write(this.call, async (tx) => {
      await this.ledger.checkpoint(tx, progress);
      for (const row of refused) this.refuse(tx, row);
      await this.create(tx, sorted, numbers);
    });
    this.ledger.committed(progress);
  }

  /** External ids of the batch that the source has already. Asked for the service: customers out of sight count. */
  private async known(batch: Batch): Promise<Set<string>> {
    const { id, source, dryRun } = this.ledger.run;
    const ids = batch.rows.flatMap(({ judged }) =>
      'customer' in judged ? [judged.customer.externalId] : [],
    );
    const dry = dryRun
      ? 'UNION ALL SELECT external_id FROM import_dry_row WHERE import_id = $3 AND external_id = ANY ($2)'
      : '';
    const rows = await this.work.read(serviceCall('customer', 'import'), (tx) =>
      tx.query<{ external_id: string }>(
        `SELECT external_id FROM customer WHERE source = $1 AND external_id = ANY ($2) AND external_id <> '' ${dry}`,
        [source, ids, ...(dryRun ? [id] : [])],
      ),
    );
    return new Set(rows.map(({ external_id }) => external_id));
  }

  private async create(tx: Transaction, { created }: SortedBatch, numbers: readonly string[]): Promise<void> {
    const { id, dryRun, personId } = this.ledger.run;
    if (dryRun) {
      const ids = created.map(({ customer }) => customer.externalId);
      await tx.query(
        'INSERT INTO import_dry_row (import_id, external_id, person_id) SELECT $1, unnest($2::text[]), $3',
        [id, ids, personId],
      );
      return;
    }
    const customers = created.map((row, index) => createCustomer(tx, row, numbers[index] ?? ''));
    // Behind all customers, so that each table gets one statement.
    const why = { cause: 'import', causeId: id, reason: '', actorId: personId } as const;
    for (const customer of customers) noteOwner(tx, customer, why);
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

function createCustomer(tx: Transaction, { customer, ownerId }: NewCustomer, number: string): Customer {
  const city = customer.addresses[0]?.city ?? '';
  const created = tx.insert(Customer, {
    ...customer,
    phones: customer.phones as Customer['phones'],
    number,
    city,
    ownerId,
  });
  tx.emit('kontor.customer.v1.CustomerCreated', created, { customer: created });
  return created;
}

/** Whether the same batch can succeed in a moment. The row of a twin that was first is then known and skipped. */
function isPassing(error: unknown): boolean {
  if (error instanceof AppError) return ['conflict', 'unavailable', 'deadline'].includes(error.code);
  return (error as { constraint?: string } | undefined)?.constraint === 'customer_external_id';
}
