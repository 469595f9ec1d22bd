import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './ports.ts';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { runAs, type RunAs } from './postgres-user.ts';
import { bornAt, commandLine, endRecorded, writeRecord } from './process-identity.ts';
import type { Program } from './processes.ts';

const run = promisify(execFile);

/** What a Postgres needs to start. */
export interface PostgresOptions {
  dataDir: string;
  /** Folder for the log and the process record. */
  runDir: string;
  /** Password of the superuser `postgres`; the data is made with it at the first start. */
  password: string;
  preferredPort?: number;
  /** Whether a commit survives a loss of power. Tests do without, and are the faster for it. */
  durable: boolean;
}

/** An embedded Postgres on loopback. */
export interface PostgresProgram extends Program {
  /** Address of the superuser on the database `postgres`. */
  url: string;
  port: number;
}

/** Makes the data folder if there is none, and says how to start Postgres on it. */
export async function postgresProgram(options: PostgresOptions): Promise<PostgresProgram> {
  const binaries = await postgresBinaries();
  const as = runAs(options.dataDir, [binaries.postgres, options.dataDir]);
  if (!existsSync(options.dataDir)) await makeData(options, binaries, as);
  const port = await freePort(options.preferredPort);
  const url = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`;
  const settings = { ...commonSettings, ...(options.durable ? durableSettings : fleetingSettings), port };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'postgres',
    ...as.command(binaries.postgres, ['-D', options.dataDir, ...args]),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    port,
    url,
    log: join(options.runDir, 'postgres.log'),
    record: join(options.runDir, 'postgres.pid.json'),
    // SIGINT: roll back, disconnect and stop. SIGQUIT: at once; nothing is lost, recovery runs at the next start.
    stopSignal: options.durable ? 'SIGINT' : 'SIGQUIT',
    prepare: () => settleLockFile(options.dataDir, join(options.runDir, 'postgres.orphan.json')),
    ready: () => answers(url),
  };
}

const commonSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 300,
  timezone: 'UTC',
  log_timezone: 'UTC',
  jit: 'off',
};

const durableSettings = { shared_buffers: '256MB', max_wal_size: '2GB' };

// A commit is still handed to the operating system: it survives every kill, only not a loss of power.
const fleetingSettings = {
  shared_buffers: '64MB',
  fsync: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum_naptime: '10s',
};

async function makeData(options: PostgresOptions, binaries: PostgresBinaries, as: RunAs): Promise<void> {
  // Made beside its place and then renamed: a kill half-way leaves nothing that looks like data.
  const fresh = `${options.dataDir}.new`;
  const passwordFile = `${options.dataDir}.password`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(dirname(options.dataDir), { recursive: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (as.uid !== undefined && as.gid !== undefined) {
    await chown(fresh, as.uid, as.gid);
    await chown(passwordFile, as.uid, as.gid);
  }
  await chmod(fresh, 0o700);
  const initdb = as.command(binaries.initdb, [
    ...[`--pgdata=${fresh}`, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(options.durable ? [] : ['--no-sync']),
  ]);
  try {
    const { command, args, ...user } = initdb;
    await run(command, args, { ...user, cwd: '/', env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(fresh, options.dataDir);
}

/** A process number that no system gives. */
const nobody = 999_999_999;

/**
 * Postgres refuses to start while a process with the number in its lock file exists. After a kill −9 that may be a
 * Postgres of ours that stayed behind (it is stopped), a zombie that nobody has buried, or a stranger who got the
 * number. For the last two only the number is struck out: by the rest of the file Postgres sees for itself whether
 * children of the dead one still hold its memory.
 */
async function settleLockFile(dataDir: string, record: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const [first, ...rest] = (await readFile(lockFile, 'utf8').catch(() => '')).split('\n');
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0 || pid === nobody) return;
  if (bornAt(pid) && commandLine(pid).includes(dataDir)) {
    writeRecord(record, pid);
    await endRecorded(record, 'SIGINT', 10_000);
    return;
  }
  await writeFile(lockFile, [nobody, ...rest].join('\n'));
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}
