import { setImmediate } from 'node:timers/promises';
import type { FileRow } from './file-rows.js';
import { ImportFailure, RunTakenAway } from './import-failure.js';
import type { RowContent } from './rules/row-customer.js';
import type { RowFault } from './rules/row-faults.js';

/** Rows that are written in one unit of work. */
export const batchSize = 500;

/** A row, and what is in it or what is wrong with it. */
export interface JudgedRow<T = RowContent> extends FileRow {
  judged: T | RowFault;
}

/** Rows that are written together. */
export interface Batch<T = RowContent> {
  rows: JudgedRow<T>[];
  /** Rows of the file up to and with this batch, the header not counted. */
  rowsRead: number;
  /** Bytes of the file handed on so far. */
  bytesRead: number;
}

/**
 * The rows of a file in batches, without the first `done` ones, which an earlier run has written. Between batches
 * the process gets its turn for other work. Throws RunTakenAway when `signal` asks to stop, and ImportFailure behind
 * the rows before a fault of the file.
 */
export async function* batchesOf<T>(
  rows: AsyncIterable<FileRow>,
  judge: (cells: readonly string[]) => T | RowFault,
  done: number,
  bytesRead: () => number,
  signal: AbortSignal,
): AsyncGenerator<Batch<T>> {
  let rowsRead = 0;
  let batch: JudgedRow<T>[] = [];
  let fault: ImportFailure | undefined;
  try {
    for await (const row of rows) {
      rowsRead++;
      if (rowsRead % batchSize === 0) await setImmediate();
      if (signal.aborted) throw new RunTakenAway();
      if (rowsRead <= done) continue;
      batch.push({ ...row, judged: judge(row.cells) });
      if (batch.length < batchSize) continue;
      yield { rows: batch, rowsRead, bytesRead: bytesRead() };
      batch = [];
    }
  } catch (error) {
    if (!(error instanceof ImportFailure)) throw error;
    fault = error;
  }
  if (batch.length > 0) yield { rows: batch, rowsRead, bytesRead: bytesRead() };
  if (fault) throw fault;
}
