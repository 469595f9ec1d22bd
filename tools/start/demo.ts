import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tail } from '../servers/processes.ts';
import { root } from './services.ts';

const program = join(root, 'tools/demo/main.ts');

/**
 * Loads the demo company through the public API. Should that fail, the suite runs nevertheless, says so, and tries
 * again at its next start. Tells whether it succeeded.
 */
export async function loadDemo(
  suite: { url: string; adminPassword: string | undefined },
  log: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!existsSync(program)) return true;
  say('Loading the demo company …');
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [program, '--url', suite.url], {
    env: { ...process.env, KONTOR_ADMIN_PASSWORD: suite.adminPassword },
    stdio: ['ignore', output, output],
    ...(signal ? { signal } : {}),
  });
  closeSync(output);
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve);
    child.once('error', () => resolve(null));
  });
  if (code !== 0) say(`The demo company was not loaded (its log: ${log}):\n${tail(log, 5)}`);
  return code === 0;
}
