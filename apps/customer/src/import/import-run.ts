import { serviceCall } from '@kontor/access/call';
import { rightsOf } from '@kontor/access/permissions';
import type { CustomFields } from '@kontor/custom-fields/custom-fields';
import type { CustomValueWriter } from '@kontor/custom-fields/custom-values';
import { writableCustom } from '@kontor/custom-fields/writable';
import type { NumberSeries } from '@kontor/database/number-series';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { batchesOf, type Batch } from './import-batch.js';
import { BatchWriter } from './batch-writer.js';
import { fileRows, type FileRow } from './file-rows.js';
import { ImportFailure, RunTakenAway } from './import-failure.js';
import type { Lease } from '../lease/leases.js';
import { ImportLedger } from './import-ledger.js';
import type { ImportLeases } from './import-lease.js';
import type { StrategyBook } from '../strategy/strategy-book.js';
import { Import } from './import.entity.js';
import { unwritableColumns } from './rules/column-rights.js';
import { readKeys } from './row-duplicates.js';
import { placesOf } from './rules/columns.js';
import { judgeRow, type RowContext, type RowFault } from './rules/row-faults.js';
import { judgeTalk } from './rules/row-talk.js';
import { TalkWriter } from './talk-writer.js';
import { runUndo } from './undo-run.js';
import { callOfStarter } from './starter.js';
import { UploadedFile } from './uploaded-file.js';

/** What every run needs. */
export interface RunParts {
  work: UnitOfWork;
  leases: ImportLeases;
  numbers: NumberSeries;
  book: StrategyBook;
  customFields: CustomFields;
  customValues: CustomValueWriter;
  /** Country of phone numbers where neither import nor row names one. */
  companyCountry: string;
  /** Where the guard of contacts says what day it is. */
  companyTimeZone: string;
}

/**
 * Works off a claimed run from its last checkpoint to the end of the file. Ends quietly when the run was cancelled
 * or taken over, or `signal` asks to stop; faults of the file end it as failed; anything else is thrown, and the run
 * waits for the next claim.
 */
export async function runImport(parts: RunParts, lease: Lease, signal: AbortSignal): Promise<void> {
  const ledger = await openLedger(parts.work, lease);
  try {
    if (ledger.run.state === 'undoing') {
      await runUndo(parts, ledger.run, lease, signal);
      return;
    }
    await parts.leases.checkAttempts(lease);
    await importFile(parts, ledger, signal);
    await ledger.finish();
  } catch (error) {
    if (error instanceof RunTakenAway) return;
    if (!(error instanceof ImportFailure)) throw error;
    await ledger.fail(error.reason, error.params).catch((failure: unknown) => {
      if (!(failure instanceof RunTakenAway)) throw failure;
    });
  }
}

async function openLedger(work: UnitOfWork, lease: Lease): Promise<ImportLedger> {
  const run = await work.read(serviceCall('customer', 'import'), (tx) => tx.get(Import, lease.runId));
  return new ImportLedger(work, run, lease);
}

async function importFile(
  { work, numbers, book, customFields, customValues, companyCountry, companyTimeZone }: RunParts,
  ledger: ImportLedger,
  signal: AbortSignal,
): Promise<void> {
  const { run } = ledger;
  const call = await callOfStarter(work, run);
  const [refused] = unwritableColumns(run.columns, rightsOf(call.caller), run.object);
  if (refused) throw new ImportFailure('import-column-not-writable', { column: refused.column });
  const file = new UploadedFile(work, call, run.id, await chunksOf(work, run.id));
  const rows = fileRows(file, run);
  // One batch is written while the next is read and checked; never two at once.
  let writing: Promise<void> = Promise.resolve();
  try {
    const header = await readHeader(rows, run, companyCountry, ledger);
    const writer = new BatchWriter(work, numbers, ledger, call, { book, customValues }, header);
    const customOf = (object: string) => {
      const fields = customFields.of(object);
      return fields.length > 0
        ? { fields, mayWrite: writableCustom(rightsOf(call.caller), object) }
        : undefined;
    };
    const [custom, contactCustom] = [customOf('customer'), customOf('contact')];
    const context = { ...header, ...(custom && { custom }), ...(contactCustom && { contactCustom }) };
    const read = () => file.bytesRead;
    const writeAll = async <T>(
      judge: (cells: readonly string[]) => T | RowFault,
      write: (batch: Batch<T>) => Promise<void>,
    ): Promise<void> => {
      for await (const batch of batchesOf(rows, judge, run.rowsRead, read, signal)) {
        await writing;
        writing = write(batch);
        writing.catch(() => undefined);
      }
    };
    if (run.object === 'interaction') {
      const talks = new TalkWriter(work, ledger, call, companyTimeZone);
      const { timeZone } = call.caller;
      await writeAll(
        (cells) => judgeTalk(cells, header, timeZone, Date.now()),
        (batch) => talks.write(batch),
      );
    } else {
      await writeAll(
        (cells) => readKeys(judgeRow(cells, context)),
        (batch) => writer.write(batch),
      );
    }
  } finally {
    await rows.return(undefined);
    await writing;
  }
}

async function readHeader(
  rows: AsyncGenerator<FileRow>,
  { columns, source, country, mode }: Import,
  companyCountry: string,
  ledger: ImportLedger,
): Promise<RowContext> {
  const { value: header } = (await rows.next()) as IteratorResult<FileRow, undefined>;
  if (!header) throw new ImportFailure('import-file-empty');
  const headings = header.cells.map((heading) => heading.trim());
  const places = placesOf(headings, columns);
  if ('reason' in places) throw new ImportFailure(places.reason, places.params);
  await ledger.begin(headings);
  const nameless = mode !== 'create';
  return { places, width: headings.length, source, country: country || companyCountry, nameless };
}

async function chunksOf(work: UnitOfWork, id: string): Promise<number> {
  const [found] = await work.read(serviceCall('customer', 'import'), (tx) =>
    tx.query<{ count: number }>('SELECT count(*)::int AS count FROM import_chunk WHERE import_id = $1', [id]),
  );
  return found?.count ?? 0;
}
