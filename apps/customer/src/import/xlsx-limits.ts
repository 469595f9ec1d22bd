import { ImportFailure } from './import-failure.js';

/** What one part of a workbook may unpack to, in bytes. */
export interface PartLimits {
  /** The whole part. */
  total: number;
  /** Text or tag without the beginning of another: a cell of 32,767 characters, each escaped, has less. */
  run?: number;
  /** One row of a sheet. */
  row?: number;
}

export const sheetLimits: PartLimits = { total: 2 * 1024 ** 3, run: 512 * 1024, row: 8 * 1024 ** 2 };
/** Shared texts stay in memory for the whole run, some at two bytes a letter: for more of them there is CSV. */
export const sharedTextLimits: PartLimits = { total: 48 * 1024 ** 2, run: 512 * 1024 };
export const smallPartLimits: PartLimits = { total: 4 * 1024 ** 2 };

const tagStart = '<'.charCodeAt(0);
const rowEnd = Buffer.from('</row>');
const sheetEnd = Buffer.from('</sheetData>');

/**
 * The text of a part, as long as it keeps within the limits; otherwise ImportFailure. A few kilobytes can unpack to
 * gigabytes, so every limit holds while unpacking, before anything is kept.
 */
export async function* withinLimits(part: AsyncIterable<Buffer>, limits: PartLimits): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const { total, run = Infinity, row = Infinity } = limits;
  let read = 0;
  let sinceTag = 0;
  let sinceRow = 0;
  let inRows = true;
  for await (const bytes of part) {
    read += bytes.length;
    sinceTag = bytes.includes(tagStart) ? longestRun(bytes, sinceTag, run) : sinceTag + bytes.length;
    const lastRow = bytes.lastIndexOf(rowEnd);
    sinceRow = lastRow < 0 ? sinceRow + bytes.length : bytes.length - lastRow;
    if (bytes.includes(sheetEnd)) inRows = false;
    if (read > total || sinceTag > run || (inRows && sinceRow > row))
      throw new ImportFailure('import-workbook-too-large');
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

/** Bytes since the last tag began; `limit` + 1 when a run within the piece was longer. */
function longestRun(bytes: Buffer, before: number, limit: number): number {
  let from = 0;
  let length = before;
  for (let at = bytes.indexOf(tagStart); at >= 0; at = bytes.indexOf(tagStart, at + 1)) {
    if (length + at - from > limit) return limit + 1;
    from = at;
    length = 0;
    if (bytes.length - at <= limit) break;
  }
  return bytes.length - Math.max(from, bytes.lastIndexOf(tagStart));
}
