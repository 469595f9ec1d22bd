import { Readable, type Duplex, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, Parser } from 'csv-parse';
import iconv from 'iconv-lite';
import type { FileRow, TextHints } from './file-rows.js';
import { ImportFailure } from './import-failure.js';
import { delimiterOf } from './rules/delimiter.js';
import { encodingOf } from './rules/encoding.js';
import type { UploadedFile } from './uploaded-file.js';

/** Bytes of one row at most: a quote that is never closed must not swallow the file. */
const longestRow = 1024 * 1024;

/** Encoding and separator: as told, else by the beginning of the file. */
export function csvShape(beginning: Buffer, whole: boolean, hints: TextHints): TextHints {
  if (beginning.length === 0) throw new ImportFailure('import-file-empty');
  const encoding = hints.encoding || encodingOf(beginning, whole);
  if (!encoding) throw new ImportFailure('import-encoding-unknown');
  const delimiter = hints.delimiter || delimiterOf(iconv.decode(beginning.subarray(0, 65_536), encoding));
  return { encoding, delimiter };
}

/** The rows of a CSV file. Quoted cells may hold separators and line breaks; lines end in LF, CR or CRLF. */
export async function* csvRows(
  file: UploadedFile,
  { encoding, delimiter }: TextHints,
): AsyncGenerator<FileRow> {
  const parser = new RowParser({
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longestRow,
  });
  const decoders: Duplex[] = encoding === 'utf-8' ? [] : [iconv.decodeStream(encoding) as Duplex];
  const feeding = pipeline([Readable.from(file.bytes()), ...decoders, parser]);
  // Whatever goes wrong destroys the parser and reaches the loop below.
  feeding.catch(() => undefined);
  let line = 1;
  try {
    for await (const record of parser) {
      if (record instanceof CsvError) throw new ImportFailure(reasonOf(record), { line }, { cause: record });
      const cells = record as string[];
      yield { line, cells };
      line += 1 + lineBreaksWithin(cells);
    }
  } finally {
    parser.destroy();
  }
}

/** Hands a fault of the file on as the last thing behind the rows before it; a stream that fails drops those. */
class RowParser extends Parser {
  override _transform(chunk: Buffer, encoding: BufferEncoding, done: TransformCallback): void {
    super._transform(chunk, encoding, (error) => this.handOn(error, done));
  }

  override _flush(done: TransformCallback): void {
    super._flush((error) => this.handOn(error, done));
  }

  private handOn(error: Error | null | undefined, done: TransformCallback): void {
    if (!(error instanceof CsvError)) return done(error);
    this.push(error);
    this.push(null);
  }
}

function lineBreaksWithin(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.match(/\r\n|\r|\n/g)?.length ?? 0;
  }
  return count;
}

function reasonOf({ code }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'import-quote-open';
  return code === 'CSV_MAX_RECORD_SIZE' ? 'import-row-too-long' : 'import-file-unreadable';
}
