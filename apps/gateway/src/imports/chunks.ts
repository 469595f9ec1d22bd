import type { Readable } from 'node:stream';
import { brokenUpload } from './parts.js';

/**
 * Cuts a stream of bytes into pieces of exactly `size` bytes, the last one shorter, holding no more than one piece in
 * memory. A stream without bytes gives one empty piece, so that an empty file is a file. Throws AppError `invalid` where
 * the stream breaks off.
 */
export async function* chunksOf(stream: Readable, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  let any = false;
  for await (const piece of piecesOf(stream)) {
    held.push(piece);
    bytes += piece.length;
    while (bytes >= size) {
      const joined = Buffer.concat(held, bytes);
      yield joined.subarray(0, size);
      any = true;
      const rest = joined.subarray(size);
      held = [rest];
      bytes = rest.length;
    }
  }
  if (bytes > 0 || !any) yield Buffer.concat(held, bytes);
}

async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    throw brokenUpload(error);
  }
}
