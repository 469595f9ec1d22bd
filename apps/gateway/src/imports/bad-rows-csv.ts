import { stringify } from 'csv-stringify';
import { pipeline, Readable } from 'node:stream';
import type { ImportBadRow } from '@kontor/contracts/gen/kontor/customer/v1/import';
import type { ListImportBadRowsResponse } from '@kontor/contracts/gen/kontor/customer/v1/import_service';
import type { Language } from '@kontor/errors/languages';
import { badRowsHeadings } from './bad-rows-headings.js';

/** Pages of refused rows, each asked for when the one before has been written. */
export type BadRowPages = AsyncIterable<ListImportBadRowsResponse>;

/**
 * Refused rows as CSV: the cells as they were, then the line in the file and the reason, headed in a language. UTF-8 with a byte-order mark,
 * without which Excel reads it in another encoding; no cell can be taken for a formula.
 */
export function badRowsCsv(pages: BadRowPages, language: Language): Readable {
  const writer = stringify({ bom: true, record_delimiter: 'windows', escape_formulas: true });
  // The reader hears of an error on the writer, which pipeline destroys with it.
  return pipeline(Readable.from(records(pages, badRowsHeadings[language])), writer, () => undefined);
}

async function* records(pages: BadRowPages, headings: readonly string[]): AsyncGenerator<string[]> {
  let width: number | undefined;
  for await (const { columns, badRows } of pages) {
    if (width === undefined) {
      width = columns.length;
      yield [...columns.map(withoutLineFeed), ...headings];
    }
    for (const row of badRows) yield record(row, width);
  }
}

/** A row has as many cells as the heading: shorter ones are filled up, so that the reason stands below its heading. */
function record({ cells, line, column, message, reason }: ImportBadRow, width: number): string[] {
  const filled = Array.from({ length: Math.max(width, cells.length) }, (_, place) =>
    withoutLineFeed(cells[place] ?? ''),
  );
  return [
    ...filled,
    String(line),
    withoutLineFeed(column ? `${column}: ${message || reason}` : message || reason),
  ];
}

/** The library guards = + - @ tab and carriage return; a leading line feed can hide a formula from it. */
function withoutLineFeed(cell: string): string {
  return cell.startsWith('\n') ? `'${cell}` : cell;
}
