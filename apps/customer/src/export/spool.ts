import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rm, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * The file that rows are gathered in. Each run has one of its own and begins with what the run before it had safely on
 * disk: a replica that lost the run and does not know it yet writes into nobody's file but its own.
 */
export class Spool {
  private constructor(
    /** Name in the folder. */
    readonly name: string,
    private readonly path: string,
    private readonly file: FileHandle,
    /** Bytes that are good. */
    private size: number,
  ) {}

  /** Undefined where the file of the run before is not there any more: the rows are to be gathered from the first. */
  static async goOn(folder: string, name: string, before: string, bytes: number): Promise<Spool | undefined> {
    const path = join(folder, name);
    try {
      await copyFile(join(folder, before), path);
      await truncate(path, bytes);
      const file = await open(path, 'r+');
      const { size } = await file.stat();
      if (size === bytes) return new Spool(name, path, file, bytes);
      await file.close();
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return undefined;
    }
  }

  static async begin(folder: string, name: string): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, name);
    return new Spool(name, path, await open(path, 'w', 0o600), 0);
  }

  get bytes(): number {
    return this.size;
  }

  /** Adds text; it is on disk when this returns. */
  async add(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.file.write(
        bytes,
        written,
        bytes.length - written,
        this.size + written,
      );
      written += bytesWritten;
    }
    await this.file.datasync();
    this.size += bytes.length;
  }

  /** Rows that were added one JSON array a line. */
  async *rows(): AsyncGenerator<string[]> {
    if (this.size === 0) return;
    const stream = createReadStream(this.path, { end: this.size - 1 });
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity }))
      yield JSON.parse(line) as string[];
  }

  close(): Promise<void> {
    return this.file.close();
  }

  remove(): Promise<void> {
    return rm(this.path, { force: true });
  }
}
