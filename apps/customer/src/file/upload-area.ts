import { createHash } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@kontor/errors/app-error';
import { chunkBytes } from './file-store.js';
import { isMissing } from './local-file-store.js';
import { headBytes, tailBytes, type Ends } from './rules/file-type.js';

/** What a whole file is known by. */
export interface Weighed extends Ends {
  size: number;
  /** SHA-256, hexadecimal. */
  sha256: string;
}

/** Where files gather piece by piece until they are whole. */
export class UploadArea {
  constructor(private readonly folder: string) {}

  pathOf(id: string): string {
    return join(this.folder, 'uploading', id);
  }

  /**
   * Writes a piece in its place. Pieces come in order, so that no file has holes; the same one again overwrites itself.
   * Throws conflict file-incomplete for one whose forerunner is not there.
   */
  async write(id: string, index: number, bytes: Buffer): Promise<void> {
    await mkdir(join(this.folder, 'uploading'), { recursive: true });
    const file = await open(this.pathOf(id), index === 0 ? 'w' : 'r+').catch((error: unknown) => {
      throw isMissing(error) ? new AppError('conflict', 'file-incomplete') : error;
    });
    try {
      const start = index * chunkBytes;
      const { size } = await file.stat();
      if (size < start) throw new AppError('conflict', 'file-incomplete');
      let written = 0;
      while (written < bytes.length) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, start + written);
        written += bytesWritten;
      }
    } finally {
      await file.close();
    }
  }

  /** Size, hash, beginning and end of a file, read piece by piece; undefined where there is none. */
  async weigh(id: string): Promise<Weighed | undefined> {
    const file = await open(this.pathOf(id), 'r').catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (!file) return undefined;
    try {
      const { size } = await file.stat();
      const piece = async (start: number, length: number) => {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      };
      const hash = createHash('sha256');
      for (let start = 0; start < size; start += chunkBytes) hash.update(await piece(start, chunkBytes));
      const head = await piece(0, headBytes);
      const tail = await piece(Math.max(0, size - tailBytes), tailBytes);
      return { size, sha256: hash.digest('hex'), head, tail };
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }
}
