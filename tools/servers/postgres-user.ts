import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** How a Postgres program is run: as ourselves, or, since Postgres refuses to run as root, as another user. */
export interface RunAs {
  uid?: number;
  gid?: number;
  /** The command line that runs `command` with `args` under that user. */
  command(command: string, args: string[]): { command: string; args: string[]; uid?: number; gid?: number };
}

const ourUser = 'kontor-postgres';

/**
 * The user that Postgres runs as on `dataDir`. As an ordinary user: ourselves. As root: the owner of the data when
 * there is data, else the system's `postgres` user, else a user that is made for this.
 *
 * When that user may not enter a folder above `paths` (a clone in root's private home), it is given the one
 * capability that opens them; everything else of root stays behind.
 */
export function runAs(dataDir: string, paths: string[]): RunAs {
  if (process.getuid?.() !== 0) return { command: (command, args) => ({ command, args }) };
  const { uid, gid } = ownerOf(dataDir) ?? lookUp('postgres') ?? lookUp(ourUser) ?? makeUser();
  if (paths.every((path) => mayReach(path, uid, gid))) {
    return { uid, gid, command: (command, args) => ({ command, args, uid, gid }) };
  }
  return {
    uid,
    gid,
    command: (command, args) => ({
      command: 'setpriv',
      args: [
        ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--inh-caps=+dac_override'],
        ...['--ambient-caps=+dac_override', command, ...args],
      ],
    }),
  };
}

function ownerOf(dataDir: string): { uid: number; gid: number } | undefined {
  const found = statSync(dataDir, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined;
}

function lookUp(name: string): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function makeUser(): { uid: number; gid: number } {
  const ways = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ourUser],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', ourUser],
  ];
  for (const [command, ...args] of ways) {
    try {
      execFileSync(command as string, args, { stdio: 'ignore' });
      break;
    } catch {
      // The next way; what counts is whether the user exists afterwards.
    }
  }
  const made = lookUp(ourUser);
  if (!made) {
    throw new Error(
      `Postgres does not run as root, and the user "${ourUser}" could not be made for it. Run Kontor as an ordinary ` +
        'user, or make that user.',
    );
  }
  return made;
}

/** Whether a user may enter every folder above `path`. */
function mayReach(path: string, uid: number, gid: number): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found) {
      const bit = found.uid === uid ? 0o100 : found.gid === gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
