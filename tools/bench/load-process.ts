import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { LoadOrder, LoadResult } from './load.ts';

/** Runs an order in a process of its own. Throws when it ends without a result. */
export function load(order: LoadOrder): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('error', reject);
    // After a result this rejection is void.
    child.once('exit', (code) =>
      reject(new Error(`The load generator ended with code ${code}.\n${complaint}`)),
    );
    child.send(order);
  });
}
