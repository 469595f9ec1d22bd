import { createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import ExcelJS from 'exceljs';
import type { FileRow } from './file-rows.js';
import { ImportFailure, RunTakenAway } from './import-failure.js';
import { spreadsheetText } from './rules/spreadsheet-text.js';
import type { UploadedFile } from './uploaded-file.js';
import {
  sharedTextLimits,
  sheetLimits,
  smallPartLimits,
  withinLimits,
  type PartLimits,
} from './xlsx-limits.js';
import { ZipArchive } from './zip-archive.js';

/** Columns that a sheet can have. */
const mostColumns = 16_384;

type SheetReader = AsyncIterable<ExcelJS.Row> & { getColumn: (column: number | string) => unknown };

/** What exceljs' streaming reader is made of; it offers no other way to hand it the parts of a workbook. */
interface WorkbookParts {
  workbookRels: { Id: string; Target: string }[];
  model: { sheets?: { rId: string }[] };
  _parseRels(part: Readable): Promise<void>;
  _parseWorkbook(part: Readable): Promise<void>;
  _parseSharedStrings(part: Readable): AsyncIterable<unknown>;
  _parseWorksheet(part: AsyncIterable<string>, number: string): Iterable<{ value: SheetReader }>;
}

/**
 * The rows of the first sheet of a workbook. The archive is spooled to a temporary file, because its directory
 * stands at the end; the sheet is never in memory as a whole.
 */
export async function* xlsxRows(file: UploadedFile): AsyncGenerator<FileRow> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-import-'));
  try {
    const path = join(folder, 'workbook.xlsx');
    await pipeline(Readable.from(file.bytes()), createWriteStream(path));
    const handle = await open(path);
    try {
      yield* firstSheet(await ZipArchive.open(handle));
    } catch (error) {
      if (error instanceof ImportFailure || error instanceof RunTakenAway) throw error;
      throw new ImportFailure('import-file-unreadable', {}, { cause: error });
    } finally {
      await handle.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* firstSheet(archive: ZipArchive): AsyncGenerator<FileRow> {
  const part = async (name: string, limits: PartLimits) => withinLimits(await archive.read(name), limits);
  const small = async (name: string) => Readable.from(await part(name, smallPartLimits));
  const reader = new ExcelJS.stream.xlsx.WorkbookReader('', {}) as unknown as WorkbookParts;
  await reader._parseRels(await small('xl/_rels/workbook.xml.rels'));
  await reader._parseWorkbook(await small('xl/workbook.xml'));
  if (archive.has('xl/sharedStrings.xml')) {
    const texts = Readable.from(await part('xl/sharedStrings.xml', sharedTextLimits));
    for await (const _ of reader._parseSharedStrings(texts));
  }
  const name = nameOfFirstSheet(reader);
  const [first] = reader._parseWorksheet(await part(name, sheetLimits), '1');
  if (!first) throw new ImportFailure('import-file-empty');
  yield* sheetRows(first.value);
}

function nameOfFirstSheet({ model, workbookRels }: WorkbookParts): string {
  const relation = workbookRels.find(({ Id }) => Id === model.sheets?.[0]?.rId);
  if (!relation) throw new ImportFailure('import-file-unreadable');
  return relation.Target.startsWith('/') ? relation.Target.slice(1) : `xl/${relation.Target}`;
}

/** Rows end at their last filled cell; the missing ones are empty, up to the width of the header. */
async function* sheetRows(sheet: SheetReader): AsyncGenerator<FileRow> {
  // A cell far to the right would make exceljs create every column up to it.
  const getColumn = sheet.getColumn.bind(sheet);
  sheet.getColumn = (column) => {
    if (typeof column === 'number' && !(column <= mostColumns))
      throw new ImportFailure('import-file-unreadable');
    return getColumn(column);
  };
  let width = 0;
  for await (const row of sheet) {
    const values = row.values as ExcelJS.CellValue[];
    const cells = Array.from({ length: Math.max(width, values.length - 1) }, (_, i) =>
      spreadsheetText(values[i + 1]),
    );
    width ||= cells.length;
    yield { line: row.number, cells };
  }
}
