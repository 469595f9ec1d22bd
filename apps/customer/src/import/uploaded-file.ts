import type { Call } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Bytes that are handed on at once: between them other calls get their turn. */
const pieceSize = 65_536;

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
  async chunk(index: number): Promise<Buffer> {
    const [found] = await this.work.read(this.call, (tx) =>
      tx.query<{ bytes: Buffer }>('SELECT bytes FROM import_chunk WHERE import_id = $1 AND index = $2', [
        this.importId,
        index,
      ]),
    );
    return found?.bytes ?? Buffer.alloc(0);
  }

  /** All bytes in order, one chunk in memory at a time. */
  async *bytes(): AsyncGenerator<Buffer> {
    this.bytesRead = 0;
    for (let index = 0; index < this.chunks; index++) {
      const chunk = await this.chunk(index);
      for (let start = 0; start < chunk.length; start += pieceSize) {
        const piece = chunk.subarray(start, start + pieceSize);
        this.bytesRead += piece.length;
        yield piece;
      }
    }
  }
}
