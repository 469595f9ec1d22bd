import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { piecesOf, removeAll } from '@kontor/files/pieces';
import type { Store } from '@kontor/files/store';

/**
 * What rows are gathered in: objects behind each other, each named by the place of its first byte. Each run has a spool of
 * its own and begins with what the run before it had safely stored: a replica that lost the run and does not know it yet
 * writes into nobody's spool but its own.
 */
export class Spool {
  private constructor(
    private readonly store: Store,
    /** What the names of its objects begin with. */
    readonly name: string,
    private readonly parts: string[],
    /** Bytes that are good. */
    private size: number,
  ) {}

  /** Undefined where the spool of the run before is not there any more: the rows are to be gathered from the first. */
  static async goOn(store: Store, name: string, before: string, bytes: number): Promise<Spool | undefined> {
    const parts: string[] = [];
    let size = 0;
    for await (const part of store.list(`${before}/`)) {
      if (size === bytes) break;
      if (part.name !== `${before}/${placeName(size)}`) return undefined;
      parts.push(part.name);
      size += part.size;
    }
    if (size !== bytes) return undefined;
    const first = `${name}/${placeName(0)}`;
    if (bytes > 0) await store.put(first, piecesOf(store, ...parts));
    return new Spool(store, name, bytes > 0 ? [first] : [], bytes);
  }

  static begin(store: Store, name: string): Spool {
    return new Spool(store, name, [], 0);
  }

  get bytes(): number {
    return this.size;
  }

  /** Adds text; it is stored when this returns. */
  async add(text: string): Promise<void> {
    const part = `${this.name}/${placeName(this.size)}`;
    this.size += await this.store.put(part, Buffer.from(text, 'utf8'));
    this.parts.push(part);
  }

  /** All that was added, from first to last. */
  all(): AsyncIterable<Buffer> {
    return piecesOf(this.store, ...this.parts);
  }

  /** Rows that were added one JSON array a line. */
  async *rows(): AsyncGenerator<string[]> {
    const stream = Readable.from(this.all());
    // What breaks the stream breaks the loop: readline alone would end as if all had come.
    let broken: unknown;
    stream.on('error', (error) => (broken = error));
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity }))
      yield JSON.parse(line) as string[];
    if (broken) throw broken;
  }

  remove(): Promise<void> {
    return removeAll(this.store, `${this.name}/`);
  }
}

function placeName(place: number): string {
  return String(place).padStart(15, '0');
}
