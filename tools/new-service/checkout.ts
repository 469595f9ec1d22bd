import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A copy of this repository's sources as they stand, committed or not, in a folder that goes when disposed of. */
export interface Checkout extends Disposable {
  root: string;
  /** Runs a program of the repository in the copy. Gives its exit code and all that it wrote. */
  run(name: string, ...args: string[]): { code: number; output: string };
  /** What differs from the copy as it was made, one path a line. */
  changes(): string[];
}

/** Copies what git knows or would know; packages are linked, those of the repository to the copy's own. */
export function copyOf(repository: string): Checkout {
  const root = mkdtempSync(join(tmpdir(), 'kontor-checkout-'));
  const git = (cwd: string, ...args: string[]): string =>
    execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  try {
    const listed = git(
      repository,
      'ls-files',
      '-z',
      '--cached',
      '--others',
      '--exclude-standard',
      '--deduplicate',
    );
    const gone = new Set(git(repository, 'ls-files', '-z', '--deleted').split('\0'));
    for (const path of listed.split('\0').filter((one) => one !== '' && !gone.has(one))) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(join(repository, path), join(root, path));
    }
    linkPackages(join(repository, 'node_modules'), join(root, 'node_modules'));
    git(root, 'init', '--quiet');
    git(root, 'add', '.');
  } catch (error) {
    rmSync(root, { recursive: true, force: true });
    throw error;
  }
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
  return {
    root,
    run: (name, ...args) => {
      try {
        const options = { cwd: root, env, encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 << 20 } as const;
        return { code: 0, output: execFileSync(join(root, 'node_modules/.bin', name), args, options) };
      } catch (error) {
        const { status, stdout, stderr, message } = error as Error &
          Record<'status' | 'stdout' | 'stderr', unknown>;
        return { code: Number(status ?? 1), output: `${String(stdout ?? '')}${String(stderr ?? message)}` };
      }
    },
    changes: () => git(root, 'status', '--porcelain', '--untracked-files=all').split('\n').flatMap(changed),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The path of a line of `git status` where the file is not as it was added. */
function changed(line: string): string[] {
  return /^(.[^ ]) (.*)$/.exec(line)?.slice(2) ?? [];
}

function linkPackages(from: string, to: string): void {
  mkdirSync(join(to, '@kontor'), { recursive: true });
  for (const name of readdirSync(from).filter((one) => one !== '@kontor' && one !== '.cache')) {
    symlinkSync(join(from, name), join(to, name));
  }
  for (const kind of ['apps', 'libs']) {
    for (const name of readdirSync(join(to, '..', kind))) {
      symlinkSync(join('../..', kind, name), join(to, '@kontor', name));
    }
  }
  // The hidden lock file is written to: the copy has its own.
  rmSync(join(to, '.package-lock.json'), { force: true });
  writeFileSync(join(to, '.package-lock.json'), '{}');
}
