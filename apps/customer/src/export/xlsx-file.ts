import { sheetEnd, sheetRow, sheetStart, workbookParts } from './rules/sheet-xml.js';
import { ZipWriter } from './zip-writer.js';

/** Rows that a sheet can have. */
const mostRows = 1_048_576;
/** Text is handed on in pieces of about this many characters. */
const pieceSize = 65_536;

/**
 * The bytes of a workbook of these rows, the heading first. More rows than a sheet can have go on in another sheet, under
 * the same heading. Nothing is kept in memory but a piece.
 */
export async function* workbookOf(rows: AsyncIterable<string[]>): AsyncGenerator<Buffer> {
  const zip = new ZipWriter();
  const feed = new RowFeed(rows[Symbol.asyncIterator]());
  const names: string[] = [];
  do {
    names.push(`Sheet${names.length + 1}`);
    yield* zip.add(`xl/worksheets/sheet${names.length}.xml`, feed.sheet());
  } while (feed.more);
  for (const [name, text] of Object.entries(workbookParts(names))) yield* zip.add(name, [text]);
  yield zip.finish();
}

class RowFeed {
  more = true;
  private header: string[] = [];
  private waiting: string[] | undefined;

  constructor(private readonly rows: AsyncIterator<string[]>) {}

  async *sheet(): AsyncGenerator<string> {
    if (this.header.length === 0) this.header = (await this.next()) ?? [];
    let text = sheetStart + sheetRow(this.header, 1);
    let count = 1;
    let row = this.waiting ?? (await this.next());
    this.waiting = undefined;
    while (row && count < mostRows) {
      count += 1;
      text += sheetRow(row, count);
      if (text.length >= pieceSize) {
        yield text;
        text = '';
      }
      row = await this.next();
    }
    this.waiting = row;
    yield text + sheetEnd;
  }

  private async next(): Promise<string[] | undefined> {
    const { value, done } = (await this.rows.next()) as IteratorResult<string[], undefined>;
    if (done) this.more = false;
    return value;
  }
}
