import { csvRows, csvShape } from './csv-rows.js';
import { ImportFailure } from './import-failure.js';
import type { UploadedFile } from './uploaded-file.js';
import { xlsxRows } from './xlsx-rows.js';

/** A row as it stands in the file. */
export interface FileRow {
  /** Line where the row begins, the first of the file being 1. */
  line: number;
  cells: string[];
}

/** How the text of a CSV file is to be read; empty: found out. */
export interface TextHints {
  encoding: string;
  delimiter: string;
}

/** Rows of a file at most, the header not counted. */
export const mostRows = 2_000_000;

const zipMagic = Buffer.from('PK\x03\x04', 'latin1');
const oldOfficeMagic = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * The rows of an uploaded file, the header first, blank ones left out. What kind of file it is shows in its first
 * bytes, not in its name. Throws ImportFailure for files that cannot be read.
 */
export async function* fileRows(file: UploadedFile, hints: TextHints): AsyncGenerator<FileRow> {
  const beginning = await file.chunk(0);
  if (beginning.subarray(0, 8).equals(oldOfficeMagic)) throw new ImportFailure('import-old-spreadsheet');
  const rows = beginning.subarray(0, 4).equals(zipMagic)
    ? xlsxRows(file)
    : csvRows(file, csvShape(beginning, file.chunks === 1, hints));
  let count = 0;
  for await (const row of rows) {
    if (row.cells.every((cell) => cell === '' || cell.trim() === '')) continue;
    if (count++ > mostRows) throw new ImportFailure('import-too-many-rows', { max: mostRows });
    yield row;
  }
}
