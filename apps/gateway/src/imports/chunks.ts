import type { Readable } from 'node:stream';

/**
 * Cuts a stream of bytes into pieces of exactly `size` bytes, the last one shorter, holding no more than one piece in
 * memory. A stream without bytes gives one empty piece, so that an empty file is a file.
 */
export async function* chunksOf(stream: Readable, size: number): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  let any = false;
  for await (const piece of stream as AsyncIterable<Buffer>) {
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
