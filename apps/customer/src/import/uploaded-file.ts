import type { Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Bytes that are fetched and handed on at once: between them other calls get their turn. */
const pieceSize = 131_072;
/** Bytes of one uploaded chunk at most. */
export const largestChunk = 1024 * 1024;

/** The file of an import, as it lies in the database piece by piece. */
export class UploadedFile {
  /** Bytes handed on so far. */
  bytesRead = 0;

  constructor(
    private readonly work: UnitOfWork,
    private readonly call: Call,
    private readonly importId: string,
    /** How many chunks were uploaded. */
    readonly chunks: number,
  ) {}

  /** The chunk at a place; empty behind the end. */
  chunk(index: number): Promise<Buffer> {
    return this.fetch(index, 0, largestChunk);
  }

  /** All bytes in order. A chunk is fetched piece by piece: as a whole it would take several times its size. */
  async *bytes(): AsyncGenerator<Buffer> {
    this.bytesRead = 0;
    for (let index = 0; index < this.chunks; index++) {
      let piece: Buffer;
      let offset = 0;
      do {
        piece = await this.fetch(index, offset, pieceSize);
        offset += piece.length;
        this.bytesRead += piece.length;
        if (piece.length > 0) yield piece;
      } while (piece.length === pieceSize);
    }
  }

  private async fetch(index: number, offset: number, length: number): Promise<Buffer> {
    const [found] = await this.work.read(this.call, (tx) =>
      tx.query<{ bytes: Buffer }>(
        `SELECT substring(bytes from $3::int for $4::int) AS bytes FROM import_chunk WHERE import_id = $1 AND index = $2`,
        [this.importId, index, offset + 1, length],
      ),
    );
    return found?.bytes ?? Buffer.alloc(0);
  }
}
