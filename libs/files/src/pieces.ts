import type { Store } from './store.js';

/** Bytes that are asked for at once. */
const pieceSize = 4 * 1024 * 1024;

/** The bytes of an object, or of several behind each other, piece by piece, each asked for when it is wanted. */
export async function* piecesOf(store: Store, ...names: readonly string[]): AsyncGenerator<Buffer> {
  for (const name of names) {
    for (let start = 0; ;) {
      const piece = await store.read(name, start, pieceSize);
      if (piece.length > 0) yield piece;
      if (piece.length < pieceSize) break;
      start += piece.length;
    }
  }
}

/** Removes all objects whose names begin so. */
export async function removeAll(store: Store, prefix: string): Promise<void> {
  for await (const { name } of store.list(prefix)) await store.remove(name);
}
