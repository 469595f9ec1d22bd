import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from './processes.ts';

const run = promisify(execFile);

/** A way to run nats-server on this machine. */
export interface Nats {
  command(port: number, storeDir: string): Pick<Program, 'command' | 'args' | 'prepare' | 'cleanUp'>;
}

/** System package managers that know nats-server, with the commands that install it. */
const installers: { tool: string; asRoot: boolean; steps: string[][] }[] = [
  {
    tool: 'apt-get',
    asRoot: true,
    steps: [
      ['apt-get', '-o', 'DPkg::Lock::Timeout=120', 'update', '-qq'],
      [
        'apt-get',
        '-o',
        'DPkg::Lock::Timeout=120',
        'install',
        '-y',
        '-qq',
        '--no-install-recommends',
        'nats-server',
      ],
    ],
  },
  { tool: 'apk', asRoot: true, steps: [['apk', 'add', '--no-progress', 'nats-server']] },
  { tool: 'dnf', asRoot: true, steps: [['dnf', 'install', '-y', '-q', 'nats-server']] },
  { tool: 'pacman', asRoot: true, steps: [['pacman', '-S', '--noconfirm', '--needed', 'nats-server']] },
  { tool: 'brew', asRoot: false, steps: [['brew', 'install', '--quiet', 'nats-server']] },
];

const howToGetIt =
  'Kontor needs nats-server (https://nats.io), and none was found. Install it (Debian, Ubuntu: ' +
  '"sudo apt-get install nats-server"; macOS: "brew install nats-server"), or start Docker, or set NATS_URL to a ' +
  'server with JetStream that already runs.';

/**
 * nats-server from the PATH; else installed by the system's package manager, where that needs no password; else in
 * Docker. Throws with what to do when none of these works.
 */
export async function findNats(say: (line: string) => void): Promise<Nats> {
  const present = find('nats-server');
  if (present) return native(present);
  const installed = await install(say);
  if (installed) return native(installed);
  if (await dockerWorks()) return inDocker(say);
  throw new Error(howToGetIt);
}

function native(command: string): Nats {
  return {
    command: (port, storeDir) => ({
      command,
      args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', storeDir],
    }),
  };
}

async function install(say: (line: string) => void): Promise<string | undefined> {
  const isRoot = process.getuid?.() === 0;
  const installer = installers.find(({ tool, asRoot }) => asRoot === isRoot && find(tool));
  if (!installer) return undefined;
  say(`Installing nats-server with ${installer.tool} …`);
  try {
    for (const [command, ...args] of installer.steps) {
      await run(command as string, args, {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_AUTO_UPDATE: '1' },
        timeout: 300_000,
        maxBuffer: 64 << 20,
      });
    }
  } catch (error) {
    say(`That failed: ${(error as Error).message.trim().split('\n').at(-1)}`);
  }
  return find('nats-server');
}

async function dockerWorks(): Promise<boolean> {
  const docker = find('docker');
  if (!docker) return false;
  return run(docker, ['info'], { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

function inDocker(say: (line: string) => void): Nats {
  say('Running nats-server in Docker.');
  return {
    command: (port, storeDir) => {
      const name = `kontor-nats-${createHash('sha256').update(storeDir).digest('hex').slice(0, 12)}`;
      // Killing the docker client leaves the container behind; its name finds it again.
      const remove = (): Promise<void> =>
        run('docker', ['rm', '-f', name]).then(
          () => undefined,
          () => undefined,
        );
      return {
        command: 'docker',
        args: [
          ...['run', '--rm', '--name', name, '-p', `127.0.0.1:${port}:4222`, '-v', `${storeDir}:/data`],
          ...['nats:2.12-alpine', '-js', '-sd', '/data'],
        ],
        prepare: remove,
        cleanUp: remove,
      };
    },
  };
}

/** Where an executable lies: in the PATH, or where package managers put servers. */
function find(name: string): string | undefined {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'],
  ];
  for (const folder of folders) {
    const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

/** Version text of the nats-server that would be used, for reports; undefined when none is in the PATH. */
export function natsVersion(): string | undefined {
  const command = find('nats-server');
  return command && execFileSync(command, ['--version'], { encoding: 'utf8' }).trim();
}
