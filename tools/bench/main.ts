import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { boundDatabase, startBound, type Bound } from './bound/start.ts';
import { measureEvents } from './events.ts';
import { measureImports } from './imports.ts';
import { startKontor, type Kontor } from './kontor.ts';
import { machineFacts, type Machine } from './machine.ts';
import { measureBoth, measureOnce } from './measure.ts';
import { readOptions, usage, type BenchOptions } from './options.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import { profiled, topSelfTimes } from './profile.ts';
import { jsonLine, report, table } from './report.ts';
import { scenario, scenarioNames, type Scenario } from './scenarios.ts';
import { as, seedBound, seedKontor, settleTables, someIds } from './seed.ts';

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
  let kontor: Kontor | undefined;
  let bound: Bound | undefined;
  const stop = async (): Promise<void> => {
    await bound?.stop();
    await kontor?.suite.stop();
    if (!options.data) await rm(dataDir, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(1)));
  }
  try {
    kontor = await startKontor(dataDir, options.profile, say);
    const ids = await seed(kontor, options);
    const suite = kontor.suite;
    const folder = join(dataDir, 'bound');
    bound = await startBound({
      databaseUrl: boundDatabase(kontor.ownerUrl('customer')),
      folder,
      owner: kontor.salespersonId,
      postgres: () => suite.processes.get('postgres')?.pid,
    });
    const machine = await as(kontor.adminUrl('customer'), (client) => machineFacts(client, suite.natsUrl));
    const outcomes = await measureAll({ kontor, bound, ids, machine, folder }, options);
    const text = report(outcomes, machine, options);
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
  const add = (outcome: Outcome): void => {
    outcomes.push(outcome);
    say(jsonLine(outcome));
  };
  for (const name of options.names) {
    if (scenarioNames.includes(name)) {
      const one = scenario(name);
      for (const connections of one.connections ?? options.connections) {
        add(
          outcomeOf(
            one,
            connections,
            await measureBoth(one, ground.kontor, ground.bound, { ...options, connections, ids: ground.ids }),
          ),
        );
      }
      if (options.profile) await printProfiles(one, ground, options);
    } else if (name === 'events') {
      await measureEvents(ground.kontor, 16, 2, ground.ids);
      for (const connections of options.connections) {
        add(await measureEvents(ground.kontor, connections, options.seconds, ground.ids));
      }
    } else {
      add(await measureImports(ground.kontor, ground.bound, options.importRows, options.rounds));
    }
  }
  return outcomes;
}

/** One more run of the scenario on each side, which counts for nothing but where its time goes. */
async function printProfiles(
  one: Scenario,
  { kontor, bound, ids, folder }: Ground,
  options: BenchOptions,
): Promise<void> {
  const connections = one.connections?.[0] ?? 16;
  const ours = ['gateway', 'customer'].map((name) => ({
    name,
    pid: kontor.suite.processes.get(name)?.pid ?? 0,
    log: kontor.suite.log(name),
  }));
  const theirs = ['http', 'service'].map((name) => ({
    name: `bound ${name}`,
    pid: bound.processes().get(name) ?? 0,
    log: join(folder, `bound-${name}.log`),
  }));
  for (const [side, processes] of [
    [kontor, ours],
    [bound, theirs],
  ] as const) {
    const profiles = await profiled(processes, async () => {
      await measureOnce(one, side, { connections, seconds: options.seconds, ids });
    });
    for (const [name, profile] of profiles) {
      const rows = topSelfTimes(profile, 25).map(({ name: called, place, share }) => [
        `${(share * 100).toFixed(1)} %`,
        called,
        place,
      ]);
      console.log(
        `\n## ${one.name}, ${connections} connections: ${name}\n\n${table(['self time', 'function', 'place'], rows)}`,
      );
    }
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
