import { serviceCall, type Call } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { leaseLength, type Lease } from '../lease/leases.js';
import { ExportTakenAway, type ExportFailure } from './export-failure.js';
import type { Export } from './export.entity.js';
import { exportAudit } from './rules/export-audit.js';

/** How far an export is. */
export type ExportProgress = Pick<
  Export,
  'rowsTotal' | 'rowsWritten' | 'columnsLeftOut' | 'position' | 'allRead' | 'spool' | 'spoolBytes' | 'reach'
>;

/**
 * The row that says how far an export is. Each change is guarded by lease and version, so a replica that lost the export,
 * or whose export was cancelled, changes nothing more.
 */
export class ExportLedger {
  private version: number;
  progress: ExportProgress;

  constructor(
    private readonly work: UnitOfWork,
    readonly run: Export,
    private readonly lease: Lease,
  ) {
    const { version, rowsTotal, rowsWritten, columnsLeftOut, position, allRead, spool, spoolBytes, reach } =
      run;
    this.version = version;
    this.progress = { rowsTotal, rowsWritten, columnsLeftOut, position, allRead, spool, spoolBytes, reach };
  }

  /** What is on disk counts from now on. */
  async checkpoint(progress: ExportProgress): Promise<void> {
    const { rowsTotal, rowsWritten, columnsLeftOut, position, allRead, spool, spoolBytes, reach } = progress;
    await this.work.write(serviceCall('customer', 'export'), (tx) =>
      this.advance(
        tx,
        `rows_total = $4, rows_written = $5, columns_left_out = $6, position = $7, all_read = $8, spool = $9,
         spool_bytes = $10, reach = $11, attempts = 0, lease_until = clock_timestamp() + ${leaseLength}`,
        [
          rowsTotal ?? null,
          rowsWritten,
          JSON.stringify(columnsLeftOut),
          position,
          allRead,
          spool,
          spoolBytes,
          reach ? JSON.stringify(reach) : null,
        ],
      ),
    );
    this.version += 1;
    this.progress = progress;
  }

  /** The file is whole. Audited in the starter's name, so that superiors see it; the rows count as read in bulk. */
  async finish(call: Call, file: string, bytes: number): Promise<void> {
    await this.work.write(call, async (tx) => {
      await this.advance(
        tx,
        `state = 'done', file = $4, bytes = $5, end_time = $6, expire_time = $6::timestamptz + interval '7 days',
         position = ''`,
        [file, bytes, tx.now],
      );
      this.audit(tx, 'export', {});
    });
  }

  /** The file cannot be written. */
  async fail(call: Call, { reason, params }: ExportFailure): Promise<void> {
    await this.work.write(call, async (tx) => {
      await this.advance(tx, `state = 'failed', failure_reason = $4, failure_params = $5, end_time = $6`, [
        reason,
        JSON.stringify(params),
        tx.now,
      ]);
      this.audit(tx, 'fail', { reason });
    });
  }

  private audit(tx: Transaction, action: string, more: object): void {
    const { rowsWritten } = this.progress;
    const changes = { ...exportAudit({ ...this.run, rowsWritten }), ...more };
    tx.audit({ action, object: 'export', objectId: this.run.id, version: this.version + 1, changes });
    if (rowsWritten === 0) return;
    const read = { rows: rowsWritten, calls: { Export: rowsWritten } };
    tx.audit({ action: 'bulk-read', object: '', objectId: '', changes: read });
  }

  private async advance(tx: Transaction, assignments: string, values: unknown[]): Promise<void> {
    const hit = await tx.query(
      `UPDATE export SET ${assignments}, version = version + 1
       WHERE id = $1 AND version = $2 AND runner = $3 AND state = 'running' RETURNING id`,
      [this.run.id, this.version, this.lease.runner, ...values],
    );
    if (hit.length === 0) throw new ExportTakenAway();
  }
}
