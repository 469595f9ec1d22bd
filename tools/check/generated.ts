import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Code generated anew into a folder that goes when it is disposed of. */
export interface FreshContracts extends Disposable {
  folder: string;
  /** Whether the generator came to its end. */
  made: boolean;
}

/** Generates into a temporary folder. */
export function freshContracts(generate: (target: string) => boolean): FreshContracts {
  const parent = mkdtempSync(join(tmpdir(), 'kontor-check-'));
  const folder = join(parent, 'gen');
  const remove = (): void => rmSync(parent, { recursive: true, force: true });
  try {
    return { folder, made: generate(folder), [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** One line for each file in which two folders differ: changed, missing, or left over in `present`. */
export function differences(present: string, wanted: string): string[] {
  const before = files(present);
  const after = files(wanted);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    if (was === undefined) return [`missing: ${name}`];
    if (is === undefined) return [`left over: ${name}`];
    return was.equals(is) ? [] : [`not current: ${name}`];
  });
}

function files(folder: string): Map<string, Buffer> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
  );
}
