/**
 * Proves claims that take many trials, on a suite of its own:
 * npm run prove [-- NAME ...] [--size small|large] [--seed N] [--keep]
 * Prints one JSON line a claim; ends with 1 where any failed.
 */
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brokerLoss } from './broker-loss/main.ts';
import { Tallies, type Claim } from './claim.ts';
import { customer } from './customer/main.ts';
import { faults } from './faults/main.ts';
import { fuzz } from './fuzz/main.ts';
import { idempotency } from './idempotency/main.ts';
import { lostUpdate } from './lost-update/main.ts';
import type { Proof, Size } from './proof.ts';
import { Random } from './random.ts';
import { rights } from './rights/main.ts';
import { sabotage } from './sabotage/main.ts';
import { openStage, type Stage } from './stage/stage.ts';

/** In this order: what breaks nothing comes first, so that its figures are not those of a suite just come back. */
const proofs: Record<string, Proof> = {
  fuzz,
  rights,
  customer,
  'lost-update': lostUpdate,
  idempotency,
  sabotage,
  faults,
  'broker-loss': brokerLoss,
};

const usage = `npm run prove [-- NAME ...] [options]

  NAME               ${Object.keys(proofs).join(', ')}; all when none is named
  --size small|large small (default) takes minutes, large a night
  --seed N           repeats the choices of an earlier run
  --keep             keep the suite's folder, with its logs and the ledger`;

const began = Date.now();
const say = (line: string): void => {
  process.stderr.write(`[${((Date.now() - began) / 1000).toFixed(1)} s] ${line}\n`);
};

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string', default: 'small' },
      seed: { type: 'string' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(usage);
  const unknown = positionals.find((name) => !Object.hasOwn(proofs, name));
  if (unknown) throw new Error(`There is no proof "${unknown}".\n${usage}`);
  if (values.size !== 'small' && values.size !== 'large') throw new Error(usage);
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(values.seed);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) throw new Error(`No seed: ${values.seed}`);
  const names = Object.keys(proofs).filter((name) => positionals.length === 0 || positionals.includes(name));
  process.exitCode = (await runAll(names, values.size, seed, values.keep)) ? 0 : 1;
}

async function runAll(names: string[], size: Size, seed: number, keep: boolean): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'kontor-prove-'));
  // Postgres runs as another user when we are root, and has to pass through.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  let stage: Stage | undefined;
  const tidy = async (): Promise<void> => {
    await stage?.close();
    if (keep) say(`Kept: ${folder}`);
    else rmSync(folder, { recursive: true, force: true });
  };
  const interrupt = new AbortController();
  const leave = (): void => {
    interrupt.abort();
    // A start under way ends by itself, and with it all of this.
    if (stage) void tidy().finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, leave);
  let good = true;
  try {
    stage = await openStage(folder, size, say, interrupt.signal);
    for (const name of names) good = (await runOne(name, stage, size, seed)) && good;
  } finally {
    await tidy();
  }
  return good;
}

/** Programs draw apart from each other: two that made the same names would count each other's rows. */
function seedOf(name: string, seed: number): number {
  return createHash('sha256').update(`${name} ${seed}`).digest().readUInt32BE();
}

/** Runs one proof and prints its claims. Each starts from the seed itself, so that it can be repeated alone. */
async function runOne(name: string, stage: Stage, size: Size, seed: number): Promise<boolean> {
  const started = Date.now();
  const tallies = new Tallies(name);
  say(`prove ${name} --size ${size} --seed ${seed}`);
  try {
    await (proofs[name] as Proof)({ stage, size, random: new Random(seedOf(name, seed)), tallies, say });
    tallies.of('ran-to-its-end').tried();
  } catch (error) {
    tallies
      .of('ran-to-its-end')
      .check(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  for (const tally of tallies.all()) {
    // What was never tried is not proved.
    if (tally.trials === 0) tally.failed('there was not one trial');
    const { name: claim, trials, failures, examples } = tally;
    console.log(JSON.stringify({ claim, trials, failures, seed, seconds } satisfies Claim));
    for (const example of examples) process.stderr.write(`  ${claim}: ${example}\n`);
  }
  return tallies.all().every(({ failures }) => failures === 0);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
