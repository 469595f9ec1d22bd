import { createHash } from 'node:crypto';
import { AppError } from '@kontor/errors/app-error';
import { piecesOf, removeAll } from '@kontor/files/pieces';
import type { Store, StoredObject } from '@kontor/files/store';
import { headBytes, tailBytes, type Ends } from './rules/file-type.js';

/** Bytes of one piece in which a file travels between services. */
export const chunkBytes = 1024 * 1024;

/** What a whole file is known by. */
export interface Weighed extends Ends {
  /** The objects that its pieces are. */
  pieces: readonly string[];
  size: number;
  /** SHA-256, hexadecimal. */
  sha256: string;
}

/** What names of pieces begin with. */
export const piecesPrefix = 'pieces/';

/** Where files gather piece by piece until they are whole: each piece is an object, so that any replica may take the next. */
export class UploadArea {
  constructor(private readonly store: Store) {}

  /**
   * Stores a piece in its place; the same one again overwrites itself, the first one begins anew. Throws conflict
   * file-incomplete for one whose forerunner is not there, so that no file has holes.
   */
  async write(id: string, index: number, bytes: Buffer): Promise<void> {
    if (index === 0) {
      for (const { name } of await this.piecesOf(id))
        if (name !== pieceName(id, 0)) await this.store.remove(name);
    } else if ((await this.store.size(pieceName(id, index - 1))) !== chunkBytes) {
      throw new AppError('conflict', 'file-incomplete');
    }
    await this.store.put(pieceName(id, index), bytes);
  }

  /** Hash, beginning and end of a file of that size; undefined where its pieces do not make one. */
  async weigh(id: string, expected: number): Promise<Weighed | undefined> {
    const stored = await this.piecesOf(id);
    const pieces = stored.map(({ name }) => name);
    const size = stored.reduce((sum, piece) => sum + piece.size, 0);
    if (pieces.length === 0 || size !== expected || !pieces.every((name, at) => name === pieceName(id, at)))
      return undefined;
    const hash = createHash('sha256');
    let [head, tail] = [Buffer.alloc(0), Buffer.alloc(0)];
    for await (const piece of piecesOf(this.store, ...pieces)) {
      hash.update(piece);
      if (head.length < headBytes) head = Buffer.concat([head, piece]).subarray(0, headBytes);
      tail = Buffer.concat([tail, piece.subarray(-tailBytes)]).subarray(-tailBytes);
    }
    return { pieces, size, sha256: hash.digest('hex'), head, tail };
  }

  /** The bytes that were weighed. Throws conflict file-incomplete at their end where pieces were changed meanwhile. */
  async *bytes({ pieces, sha256 }: Weighed): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    for await (const piece of piecesOf(this.store, ...pieces)) {
      hash.update(piece);
      yield piece;
    }
    if (hash.digest('hex') !== sha256) throw new AppError('conflict', 'file-incomplete');
  }

  remove(id: string): Promise<void> {
    return removeAll(this.store, `${piecesPrefix}${id}/`);
  }

  private async piecesOf(id: string): Promise<StoredObject[]> {
    const pieces: StoredObject[] = [];
    for await (const piece of this.store.list(`${piecesPrefix}${id}/`)) pieces.push(piece);
    return pieces;
  }
}

function pieceName(id: string, index: number): string {
  return `${piecesPrefix}${id}/${String(index).padStart(6, '0')}`;
}
