import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { as } from '../servers/databases.ts';
import { boundDatabase, startBound, type Bound } from './bound/start.ts';
import { customerOutcomes } from './customer/outcome.ts';
import { customerReport } from './customer/report.ts';
import { exchangeEnv } from './customer/ring.ts';
import { runCustomer } from './customer/run.ts';
import { measureEvents } from './events.ts';
import { measureImports } from './imports.ts';
import { startKontor, type Kontor } from './kontor.ts';
import { machineFacts, type Machine } from './machine.ts';
import { measureBoth, measureOnce } from './measure.ts';
import { measureRights } from './rights.ts';
import { readOptions, usage, type BenchOptions } from './options.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { profiled, topSelfTimes } from './profile.ts';
import { jsonLine, report, table } from './report.ts';
import { scenario } from './scenarios.ts';
import { seedBound, seedKontor, settleTables, someIds } from './seed.ts';

/** Customers that are read and talked about, of the salesperson's thousand. */
const idsInUse = 200;

const began = Date.now();
/** Progress goes to stderr, so that stdout holds the result alone. */
const say = (line: string): void => console.error(`[${((Date.now() - began) / 1000).toFixed(0)} s] ${line}`);

interface Ground {
  kontor: Kontor;
  bound: Bound;
  ids: string[];
  machine: Machine;
  folder: string;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  if (!options) return console.log(usage);
  // The tables are filled without asking what is in them.
  if (options.data && existsSync(options.data))
    throw new Error(`--data wants a new folder: ${options.data} is there.`);
  const dataDir = options.data ?? (await mkdtemp(join(tmpdir(), 'kontor-bench-')));
  const interrupt = new AbortController();
  let kontor: Kontor | undefined;
  let bound: Bound | undefined;
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    await bound?.stop();
    await kontor?.suite.stop();
    if (!options.data) await rm(dataDir, { recursive: true, force: true });
  };
  const stop = (): Promise<void> => (stopping ??= stopAll());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      interrupt.abort(new Error('The benchmark was interrupted.'));
      // While the suite is still starting, its start stops what it began and ends this program.
      if (kontor) void stop().finally(() => process.exit(1));
    });
  }
  // A signal then opens an inspector on a free port; until then nothing is different.
  const env = options.profile ? { NODE_OPTIONS: '--inspect-port=127.0.0.1:0' } : {};
  try {
    const texts: string[] = [];
    const outcomes: object[] = [];
    const names = options.names.filter((name) => name !== 'customer');
    if (names.length > 0) {
      kontor = await startKontor({ dataDir: join(dataDir, 'suite'), env, say, signal: interrupt.signal });
      const ids = await seed(kontor, options);
      const suite = kontor.suite;
      const folder = join(dataDir, 'bound');
      bound = await startBound({
        databaseUrl: boundDatabase(kontor.ownerUrl('customer')),
        folder,
        owner: kontor.salespersonId,
        postgres: () => suite.processes.get('postgres')?.pid,
        env,
      });
      const machine = await as(kontor.adminUrl('customer'), (client) => machineFacts(client, suite.natsUrl));
      const found = await measureAll({ kontor, bound, ids, machine, folder }, { ...options, names });
      outcomes.push(...found);
      texts.push(report(found, machine, options));
      await bound.stop();
      await suite.stop();
      bound = undefined;
    }
    if (options.names.includes('customer')) {
      // A base of its own, which begins empty and grows.
      const folder = join(dataDir, 'customer');
      const said = { ...env, ...exchangeEnv };
      kontor = await startKontor({ dataDir: folder, env: said, say, signal: interrupt.signal });
      const found = await runCustomer(kontor, options.base, folder, say);
      outcomes.push(...customerOutcomes(found));
      texts.push(customerReport(found));
    }
    const text = texts.join('\n');
    console.log(`\n${text}`);
    for (const outcome of outcomes) console.log(jsonLine(outcome));
    if (options.out) {
      await mkdir(dirname(options.out), { recursive: true });
      await writeFile(options.out, text);
    }
  } finally {
    await stop();
  }
}

async function seed(kontor: Kontor, { customers }: BenchOptions): Promise<string[]> {
  const ownerUrl = kontor.ownerUrl('customer');
  say(`Seeding ${customers.toLocaleString('en')} customers on both sides …`);
  await seedKontor(ownerUrl, customers, kontor.salespersonId);
  await seedBound(ownerUrl, boundDatabase(ownerUrl));
  await settleTables(kontor.adminUrl('customer'));
  say('Seeded.');
  return someIds(ownerUrl, kontor.salespersonId, idsInUse);
}

async function measureAll(ground: Ground, options: BenchOptions): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const name of options.names) {
    for await (const outcome of measure(name, ground, options)) {
      outcomes.push(outcome);
      say(jsonLine(outcome));
    }
  }
  return outcomes;
}

async function* measure(name: string, ground: Ground, options: BenchOptions): AsyncGenerator<Outcome> {
  const { kontor, bound, ids } = ground;
  const { seconds, rounds, importRows } = options;
  if (name === 'rights') {
    yield* await measureRights(kontor, options.customers);
  } else if (name === 'import') {
    yield await measureImports(kontor, bound, importRows, rounds);
    if (options.profile) {
      await printProfiles(name, ground, { kontor: () => measureImports(kontor, bound, importRows, 1) });
    }
  } else if (name === 'events') {
    await measureEvents(kontor, 16, 2, ids);
    for (const connections of options.connections)
      yield await measureEvents(kontor, connections, seconds, ids);
    if (options.profile) {
      await printProfiles(name, ground, { kontor: () => measureEvents(kontor, 16, seconds, ids) });
    }
  } else {
    const one = scenario(name);
    for (const connections of one.connections ?? options.connections) {
      yield outcomeOf(
        one,
        connections,
        await measureBoth(one, kontor, bound, { rounds, seconds, connections, ids }),
      );
    }
    const connections = one.connections?.[0] ?? 16;
    if (options.profile) {
      await printProfiles(`${name}, ${connections} connections`, ground, {
        kontor: () => measureOnce(one, kontor, { connections, seconds, ids }),
        bound: () => measureOnce(one, bound, { connections, seconds, ids }),
      });
    }
  }
}

/** One more run on each side, which counts for nothing but where its time goes. */
async function printProfiles(
  title: string,
  { kontor, bound, folder }: Ground,
  runs: { kontor: () => Promise<unknown>; bound?: () => Promise<unknown> },
): Promise<void> {
  const ours = ['gateway', 'customer', 'notification'].map((name) => ({
    name,
    pid: kontor.suite.processes.get(name)?.pid ?? 0,
    log: kontor.suite.log(name),
  }));
  const theirs = ['http', 'service'].map((name) => ({
    name: `bound ${name}`,
    pid: bound.processes().get(name) ?? 0,
    log: join(folder, `bound-${name}.log`),
  }));
  const profiles = new Map([
    ...(await profiled(ours, runs.kontor)),
    ...(runs.bound ? await profiled(theirs, runs.bound) : []),
  ]);
  for (const [name, profile] of profiles) {
    const rows = topSelfTimes(profile, 25).map(({ name: called, place, share }) => [
      `${(share * 100).toFixed(1)} %`,
      called,
      place,
    ]);
    console.log(`\n## ${title}: ${name}\n\n${table(['self time', 'function', 'place'], rows)}`);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
