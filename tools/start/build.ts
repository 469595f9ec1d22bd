import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { releaseLock, takeLock } from '../servers/process-lock.ts';
import { root } from './services.ts';

const notes = join(root, 'node_modules/.cache/kontor');
const stampFile = join(notes, 'build.json');
const lockFile = join(notes, 'build.lock');

/** Builds every app and library, if any source changed since the last build; tells whether it had to. */
export async function buildIfStale(say: (line: string) => void): Promise<boolean> {
  return alone(async () => {
    const now = fingerprint();
    const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
    if (stamp === now && everythingIsBuilt()) return false;
    say('Building …');
    await nxBuild(['--all']);
    writeFileSync(stampFile, now);
    return true;
  });
}

/** Builds the named packages (`@kontor/customer`) and what they stand on. Throws with the end of the output. */
export async function build(packages: string[]): Promise<void> {
  await alone(() => nxBuild(['-p', packages.join(',')]));
}

function nxBuild(which: string[]): Promise<void> {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  const args = [nx, 'run-many', '-t', 'build', ...which, '--output-style=stream'];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: root, env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      if (!error) return resolve();
      const end = `${stdout}\n${stderr}`.trimEnd().split('\n').slice(-40).join('\n');
      reject(new Error(`The build failed.\n${end}`));
    });
  });
}

/** Names, sizes and times of everything that the build reads: deleting a file changes it too. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', '.swcrc', 'nx.json']) note(hash, join(root, file));
  for (const folder of packageFolders()) {
    note(hash, join(folder, 'package.json'));
    const src = join(folder, 'src');
    if (!existsSync(src)) continue;
    const entries = readdirSync(src, { recursive: true, withFileTypes: true });
    for (const file of entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()) {
      note(hash, file);
    }
  }
  return hash.digest('hex');
}

function note(hash: ReturnType<typeof createHash>, file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  hash.update(`${file} ${found?.size} ${found?.mtimeMs}\n`);
}

function everythingIsBuilt(): boolean {
  return packageFolders().every(
    (folder) => !existsSync(join(folder, 'src')) || existsSync(join(folder, 'dist')),
  );
}

function packageFolders(): string[] {
  return ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(root, group))
      .sort()
      .map((name) => join(root, group, name))
      .filter((folder) => existsSync(join(folder, 'package.json'))),
  );
}

/** One build at a time in this checkout: two suites may be started side by side. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  while (takeLock(lockFile)) await sleep(200);
  try {
    return await work();
  } finally {
    releaseLock(lockFile);
  }
}
