import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { serviceCall } from '@kontor/access/call';
import type { MessageParams } from '@kontor/errors/app-error';
import { leaseLength, type Lease } from '../lease/leases.js';
import { RunTakenAway } from './import-failure.js';
import type { Import } from './import.entity.js';

/** What an import did can be undone for a week; a dry run did nothing. */
const undoable = `undo_until = CASE WHEN dry_run THEN NULL ELSE clock_timestamp() + interval '7 days' END`;

/** How far a run is. */
export type Progress = Pick<
  Import,
  'rowsRead' | 'rowsCreated' | 'rowsUpdated' | 'rowsUnchanged' | 'rowsSkipped' | 'rowsRejected' | 'bytesRead'
>;

/**
 * The row that says how far a run is. Each change is guarded by lease and version, so a replica that lost the run,
 * or whose run was cancelled, writes nothing more: RunTakenAway takes the whole unit of work back.
 */
export class ImportLedger {
  private version: number;
  progress: Progress;

  constructor(
    private readonly work: UnitOfWork,
    readonly run: Import,
    private readonly lease: Lease,
  ) {
    const {
      version,
      rowsRead,
      rowsCreated,
      rowsUpdated,
      rowsUnchanged,
      rowsSkipped,
      rowsRejected,
      bytesRead,
    } = run;
    this.version = version;
    this.progress = {
      ...{ rowsRead, rowsCreated, rowsUpdated, rowsUnchanged, rowsSkipped, rowsRejected, bytesRead },
    };
  }

  /** Keeps the headings of the file, for the list of bad rows. */
  async begin(headings: readonly string[]): Promise<void> {
    await this.write('begin an import', (tx) =>
      this.advance(tx, 'headings = $4', [JSON.stringify(headings)]),
    );
    this.version += 1;
  }

  /** Moves the progress on within a unit of work, whose commit is to be told by committed(). */
  async checkpoint(tx: Transaction, progress: Progress): Promise<void> {
    const { rowsRead, rowsCreated, rowsUpdated, rowsUnchanged, rowsSkipped, rowsRejected, bytesRead } =
      progress;
    await this.advance(
      tx,
      `rows_read = $4, rows_created = $5, rows_skipped = $6, rows_rejected = $7, bytes_read = $8,
       rows_updated = $9, rows_unchanged = $10,
       attempts = 0, lease_until = clock_timestamp() + ${leaseLength}`,
      [rowsRead, rowsCreated, rowsSkipped, rowsRejected, bytesRead, rowsUpdated, rowsUnchanged],
    );
  }

  committed(progress: Progress): void {
    this.progress = progress;
    this.version += 1;
  }

  /** All rows were read. */
  async finish(): Promise<void> {
    await this.write('finish an import', async (tx) => {
      await this.advance(tx, `state = 'done', bytes_read = bytes_total, end_time = $4, ${undoable}`, [
        tx.now,
      ]);
      this.audit(tx, 'finish', this.progress);
    });
  }

  /** The file cannot be imported. */
  async fail(reason: string, params: MessageParams): Promise<void> {
    await this.write('fail an import', async (tx) => {
      const assignments = `state = 'failed', failure_reason = $4, failure_params = $5, end_time = $6, ${undoable}`;
      await this.advance(tx, assignments, [reason, JSON.stringify(params), tx.now]);
      this.audit(tx, 'fail', { ...this.progress, reason });
    });
  }

  private async advance(tx: Transaction, assignments: string, values: unknown[]): Promise<void> {
    const hit = await tx.query(
      `UPDATE import SET ${assignments}, version = version + 1
       WHERE id = $1 AND version = $2 AND runner = $3 AND state = 'running' RETURNING id`,
      [this.run.id, this.version, this.lease.runner, ...values],
    );
    if (hit.length === 0) throw new RunTakenAway();
  }

  private audit(tx: Transaction, action: string, changes: object): void {
    tx.audit({ action, object: 'import', objectId: this.run.id, version: this.version + 1, changes });
  }

  private write(purpose: string, work: (tx: Transaction) => Promise<void>): Promise<void> {
    return this.work.write(serviceCall('customer', purpose), work);
  }
}
