import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileStore } from './file-store.js';

/** Keeps files in a folder that all replicas share. Names on the disk are ids: nothing of what people send is in a path. */
export class LocalFileStore implements FileStore {
  constructor(private readonly folder: string) {}

  async keep(id: string, path: string): Promise<void> {
    const target = this.pathOf(id);
    await mkdir(dirname(target), { recursive: true });
    try {
      await synced(path);
      await rename(path, target);
    } catch (error) {
      // It was kept before, and who kept it died before saying so.
      if (!isMissing(error) || !(await exists(target))) throw error;
    }
    // The name must be on the disk, too, before anybody is told that the file is there.
    await synced(dirname(target));
  }

  async read(id: string, start: number, length: number): Promise<Buffer> {
    const file = await open(this.pathOf(id), 'r');
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(id), { force: true });
  }

  private pathOf(id: string): string {
    return join(this.folder, 'stored', id.slice(-2), id);
  }
}

async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whether a file is not there. */
export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
