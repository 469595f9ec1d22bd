import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { v4 as uuidv4 } from 'uuid';
import { storeFault, Source } from './store-fault.js';
import { checkName, MissingObject, type Bytes, type Store, type StoredObject } from './store.js';

/** Folder of what is being written. */
const drafts = '.drafts';
/** A folder may be cleared away by a replica that has just emptied it; then it is made again. */
const mostTries = 5;

/** Objects as files of a folder: written aside, flushed and renamed, so that nobody ever finds half of one. */
export class FolderStore implements Store {
  constructor(
    readonly label: string,
    private readonly folder: string,
  ) {}

  async check(): Promise<void> {
    try {
      await mkdir(join(this.folder, drafts), { recursive: true, mode: 0o700 });
      await access(this.folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new Error(`the folder ${this.folder} cannot be written: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  async put(name: string, bytes: Bytes): Promise<number> {
    const target = this.pathOf(name);
    const draft = join(this.folder, drafts, uuidv4());
    const source = new Source(bytes);
    try {
      await mkdir(dirname(draft), { recursive: true, mode: 0o700 });
      await writeFlushed(draft, source);
      await this.place(draft, target);
      return source.size;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw source.faultOf(this.label, error);
    }
  }

  async read(name: string, start: number, length: number): Promise<Buffer> {
    try {
      const file = await open(this.pathOf(name), 'r');
      try {
        const buffer = Buffer.alloc(length);
        const { bytesRead } = await file.read(buffer, 0, length, start);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw isMissing(error) ? new MissingObject(name, error) : storeFault(this.label, error);
    }
  }

  async size(name: string): Promise<number | undefined> {
    return (await this.look(this.pathOf(name)))?.size;
  }

  async *list(prefix: string, after = ''): AsyncGenerator<StoredObject> {
    const inside = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const names = (await this.namesIn(inside)).map((name) => inside + name);
    for (const name of names.filter((one) => one.startsWith(prefix) && one > after).sort()) {
      const found = await this.look(this.pathOf(name));
      if (found) yield { name, ...found };
    }
  }

  async remove(name: string): Promise<void> {
    const path = this.pathOf(name);
    try {
      await rm(path, { force: true });
    } catch (error) {
      throw storeFault(this.label, error);
    }
    // One that still has files, or is gone already, stays as it is.
    if (dirname(path) !== this.folder) await rmdir(dirname(path)).catch(() => undefined);
  }

  async tidy(age: number): Promise<void> {
    for (const name of await this.namesIn(`${drafts}/`)) {
      const path = join(this.folder, drafts, name);
      const draft = await this.look(path);
      if (draft && Date.now() - draft.time > age) await rm(path, { force: true });
    }
  }

  private pathOf(name: string): string {
    return join(this.folder, checkName(name));
  }

  private async place(draft: string, target: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      try {
        await rename(draft, target);
        // The names must be on the disk, too, before anybody is told that the object is there.
        await flushed(dirname(target));
        if (made) await flushed(dirname(made));
        return;
      } catch (error) {
        if (!isMissing(error) || attempt === mostTries) throw error;
      }
    }
  }

  private async look(path: string): Promise<{ size: number; time: number } | undefined> {
    try {
      const found = await stat(path);
      return found.isFile() ? { size: found.size, time: found.mtimeMs } : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw storeFault(this.label, error);
    }
  }

  /** Names of files at any depth below a folder, with slashes, without what is being written. */
  private async namesIn(inside: string): Promise<string[]> {
    try {
      const names = await readdir(join(this.folder, inside), { recursive: true });
      return names.map((name) => name.replaceAll('\\', '/')).filter((name) => !name.startsWith(`${drafts}`));
    } catch (error) {
      if (isMissing(error)) return [];
      throw storeFault(this.label, error);
    }
  }
}

async function writeFlushed(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of bytes) await file.writeFile(piece);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function flushed(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
}
