import { readdirSync, rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { natsProgram } from './nats.ts';
import { postgresProgram } from './postgres.ts';
import { endRecorded, lives, readRecord, writeRecord } from './process-identity.ts';
import { launch, untilReady, type Launched, type Program } from './processes.ts';

const prefix = 'kontor-test-';

interface TestServers {
  folder: string;
  launched: Launched[];
}

// Jest loads the set-up and the tear-down apart from each other; the process is what they share.
const shared = globalThis as { kontorTestServers?: TestServers };

/**
 * Starts one Postgres and one NATS for a whole test run, in a folder of its own, and puts their addresses into
 * TEST_POSTGRES_URL (a role that may make databases) and NATS_URL. Servers given there are used instead. The folder
 * itself is in KONTOR_TEST_FOLDER: whatever a test starts below it is gone after the run.
 */
export async function startTestServers(): Promise<void> {
  await sweepDeadRuns();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  // Postgres, when it runs as another user, has to pass through.
  await chmod(folder, 0o711);
  writeRecord(join(folder, 'owner.json'), process.pid);
  process.env.KONTOR_TEST_FOLDER = folder;
  const servers: TestServers = { folder, launched: [] };
  shared.kontorTestServers = servers;
  stopAtExit(servers);
  const starts: Promise<void>[] = [];
  if (!process.env.TEST_POSTGRES_URL) starts.push(startPostgres(servers));
  if (!process.env.NATS_URL) starts.push(startNats(servers));
  const failed = (await Promise.allSettled(starts)).find((start) => start.status === 'rejected');
  if (failed) {
    await stopTestServers();
    throw failed.reason;
  }
}

/** Stops what {@link startTestServers} started and removes its folder. */
export async function stopTestServers(): Promise<void> {
  const servers = shared.kontorTestServers;
  if (!servers) return;
  delete shared.kontorTestServers;
  await Promise.all(servers.launched.map((one) => one.stop()));
  // What a test that failed did not stop itself goes as well.
  await clearAway(servers.folder);
}

async function startPostgres(servers: TestServers): Promise<void> {
  const { folder } = servers;
  const postgres = await postgresProgram({
    dataDir: join(folder, 'postgres'),
    runDir: folder,
    password: 'test',
    durable: false,
  });
  await start(servers, postgres);
  process.env.TEST_POSTGRES_URL = postgres.url;
}

async function startNats(servers: TestServers): Promise<void> {
  const { folder } = servers;
  const nats = await natsProgram({
    storeDir: join(folder, 'nats'),
    runDir: folder,
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  await start(servers, nats);
  process.env.NATS_URL = nats.url;
}

async function start(servers: TestServers, program: Program): Promise<void> {
  const launched = await launch(program);
  servers.launched.push(launched);
  await untilReady(program, launched);
}

/** A run that is interrupted stops its servers on its way out. */
function stopAtExit(servers: TestServers): void {
  process.once('exit', () => {
    if (shared.kontorTestServers !== servers) return;
    for (const one of servers.launched) one.signal('SIGQUIT');
    rmSync(servers.folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void stopTestServers().finally(() => process.exit(1));
    });
  }
}

/** Clears away the processes and folders of test runs that were killed. */
async function sweepDeadRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const owner = readRecord(join(folder, 'owner.json'));
    if (owner && !lives(owner)) await clearAway(folder);
  }
}

/** Ends every process that is written down anywhere in a folder, and removes the folder. */
async function clearAway(folder: string): Promise<void> {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((one) => one.endsWith('.pid.json'))) {
      await endRecorded(join(folder, name), 'SIGQUIT', 5_000);
    }
    rmSync(folder, { recursive: true, force: true });
  } catch (error) {
    // Another user's run is his to clear; and another run may be clearing this one at the same time.
    if (!['EPERM', 'EACCES', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}
