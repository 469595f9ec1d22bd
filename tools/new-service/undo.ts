import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Remembers how things were, so that a change which fails half-way leaves nothing behind. */
export class Undo implements Disposable {
  readonly #steps: (() => void)[] = [];
  readonly #kept = mkdtempSync(join(tmpdir(), 'kontor-new-service-'));

  /** A file that will be changed. */
  file(path: string): void {
    const before = readFileSync(path);
    this.#steps.push(() => writeFileSync(path, before));
  }

  /** A file, link or folder that will be made. Throws where it is there already: it would be lost. */
  made(path: string): void {
    if (existsSync(path)) throw new Error(`${path} is there already.`);
    this.#steps.push(() => rmSync(path, { recursive: true, force: true }));
  }

  /** A folder that will be written anew. */
  folder(path: string): void {
    const copy = join(this.#kept, String(this.#steps.length));
    cpSync(path, copy, { recursive: true });
    this.#steps.push(() => {
      rmSync(path, { recursive: true, force: true });
      cpSync(copy, path, { recursive: true });
    });
  }

  /** Puts everything back, the last change first. */
  run(): void {
    for (const step of this.#steps.splice(0).reverse()) step();
  }

  [Symbol.dispose](): void {
    rmSync(this.#kept, { recursive: true, force: true });
  }
}
