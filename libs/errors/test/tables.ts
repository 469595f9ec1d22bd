import { globSync } from 'node:fs';
import type { Messages } from '../src/messages.js';

/** The checkout. */
export const root = new URL('../../../', import.meta.url).pathname;

/** Sources that somebody wrote, by a pattern from the root. */
export function written(pattern: string): string[] {
  return globSync(pattern, { cwd: root }).filter(
    (file) => !/\.spec\.ts$|\/(gen|dist|node_modules)\//.test(file),
  );
}

/** The files called `messages.ts` of every app and library: each exports whole tables. */
export function messageFiles(): string[] {
  return written('{apps,libs}/*/src/**/messages.ts');
}

/** The tables that files export. */
export async function tablesIn(files: readonly string[]): Promise<Messages[]> {
  const modules = await Promise.all(
    files.map((file) => import(`${root}${file}`) as Promise<Record<string, unknown>>),
  );
  return modules.flatMap(
    (module) => Object.values(module).filter((value) => typeof value === 'object') as Messages[],
  );
}
