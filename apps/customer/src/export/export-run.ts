import { setImmediate } from 'node:timers/promises';
import { serviceCall } from '@kontor/access/call';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { AppError } from '@kontor/errors/app-error';
import type { Store } from '@kontor/files/store';
import type { Lease } from '../lease/leases.js';
import { ExportFailure, ExportTakenAway } from './export-failure.js';
import { ExportLedger } from './export-ledger.js';
import type { ExportLeases } from './export-lease.js';
import { readExportPage } from './export-page.js';
import { exportSource, isExportObject, type ExportSource } from './export-source.js';
import { starterOf, type Starter } from './export-starter.js';
import { Export } from './export.entity.js';
import { RowFile } from './row-file.js';
import { headingsOf } from './rules/headings.js';

/** What every export needs. */
export interface ExportParts {
  work: UnitOfWork;
  leases: ExportLeases;
  customFields: CustomFields;
  /** Where files are kept. */
  store: Store;
  /** Seals page tokens. */
  secret: string;
}

/**
 * Writes a claimed export from its last checkpoint to its end. Ends quietly when it was cancelled or taken over, or
 * `signal` asks to stop; what no repeat can mend ends it as failed; anything else is thrown, and it waits for the next
 * claim.
 */
export async function runExport(parts: ExportParts, lease: Lease, signal: AbortSignal): Promise<void> {
  const { work, leases } = parts;
  const run = await work.read(serviceCall('customer', 'export'), (tx) => tx.get(Export, lease.runId));
  const ledger = new ExportLedger(work, run, lease);
  try {
    await leases.checkAttempts(lease);
    await writeFile(parts, ledger, lease, signal);
  } catch (error) {
    if (error instanceof ExportTakenAway) return;
    const failure = failureOf(error);
    if (!failure) throw error;
    const { call } = await starterOf(work, run.personId, run.id);
    await ledger.fail(call, failure).catch((fault: unknown) => {
      if (!(fault instanceof ExportTakenAway)) throw fault;
    });
  }
}

async function writeFile(
  parts: ExportParts,
  ledger: ExportLedger,
  lease: Lease,
  signal: AbortSignal,
): Promise<void> {
  const { run } = ledger;
  const headings = headingsOf(run.columns, run.language, parts.customFields.of(run.object));
  const file = await RowFile.open(parts.store, ledger, lease.runner, headings);
  let handedOver = false;
  try {
    while (!ledger.progress.allRead) {
      if (signal.aborted) throw new ExportTakenAway();
      const starter = await allowedStarter(parts, run);
      await addPage(parts, ledger, file, starter);
      await setImmediate();
    }
    const { name, bytes } = await file.finish();
    const { call } = await allowedStarter(parts, run);
    await ledger.finish(call, name, bytes);
    handedOver = true;
  } finally {
    await file.close(handedOver);
  }
}

async function addPage(
  { work, customFields, secret }: ExportParts,
  ledger: ExportLedger,
  file: RowFile,
  { call }: Starter,
): Promise<void> {
  const { run, progress } = ledger;
  const source = sourceOf(run, customFields);
  const page = await work.read(call, (tx) => readExportPage(tx, { ...run, ...progress }, source, secret));
  if (page.less) return file.startAnew();
  await file.add(page.rows);
  await ledger.checkpoint({
    rowsTotal: progress.rowsTotal ?? page.totalSize,
    rowsWritten: progress.rowsWritten + page.rows.length,
    columnsLeftOut: [...new Set([...progress.columnsLeftOut, ...page.leftOut])],
    reach: page.reach,
    position: page.nextPageToken ?? '',
    allRead: page.nextPageToken === undefined,
    spool: file.name,
    spoolBytes: String(file.bytes),
  });
}

function sourceOf({ object }: Export, customFields: CustomFields): ExportSource {
  if (!isExportObject(object)) throw new ExportFailure('export-object-unknown');
  return exportSource(object, customFields);
}

async function allowedStarter({ work }: ExportParts, { personId, id }: Export): Promise<Starter> {
  const starter = await starterOf(work, personId, id);
  if (!starter.allowed) throw new ExportFailure('export-starter-left');
  return starter;
}

/** What a repeat does not mend: somebody may no longer filter by a field, a field of the filter is gone. */
function failureOf(error: unknown): ExportFailure | undefined {
  if (error instanceof ExportFailure) return error;
  if (!(error instanceof AppError)) return undefined;
  if (error.code === 'forbidden') return new ExportFailure('export-filter-hidden');
  return error.code === 'invalid' ? new ExportFailure('export-filter-void') : undefined;
}
