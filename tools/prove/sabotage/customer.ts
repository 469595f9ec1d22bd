import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { Tallies } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Stage } from '../stage/stage.ts';
import { customerActs, type CustomerAct } from './customer-acts.ts';

const preload = pathToFileURL(join(import.meta.dirname, 'rewrite.ts')).href;

/**
 * Whether the races of the customer base see anything: each lock, index or condition that keeps an invariant is taken
 * away from both processes, the race is run, and the claim that is about it must fail.
 */
export async function customerSabotage(ground: Ground): Promise<void> {
  for (const act of customerActs) {
    const { what, claims } = act;
    const failed = await failingUnder(ground, act);
    const seen = `${what}: seen by ${failed.join(', ') || 'nobody'}`;
    for (const claim of claims) {
      const fault = failed.includes(claim) ? undefined : `${seen}, not by ${claim}`;
      ground.tallies.of('damage-is-noticed').check(fault);
    }
    ground.say(seen);
  }
}

/** The claims that fail while something is taken away. */
async function failingUnder(ground: Ground, { race, rewrite = [], schema }: CustomerAct): Promise<string[]> {
  const { stage } = ground;
  const env = {
    NODE_OPTIONS: `--import=${preload}`,
    KONTOR_PROVE_REWRITE: JSON.stringify(rewrite),
  };
  const tallies = new Tallies('');
  if (schema) await alter(stage, schema.take);
  const restore = await armed(stage, env);
  try {
    await stage.withTwin(
      'customer',
      (second) => race({ ...ground, size: 'small', tallies, say: () => {} }, second),
      env,
    );
  } finally {
    await restore();
    if (schema) await alter(stage, schema.giveBack);
  }
  return tallies.all().flatMap(({ name, failures }) => (failures > 0 ? [name.slice(1)] : []));
}

/** Starts the suite's own customer process with more in its environment; resolves to the way back. */
async function armed(stage: Stage, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const keeper = stage.process('customer');
  const { env: before } = keeper.program;
  keeper.program.env = { ...before, ...env };
  await keeper.restart();
  return async () => {
    if (before) keeper.program.env = before;
    await keeper.restart();
  };
}

async function alter(stage: Stage, statements: readonly string[]): Promise<void> {
  await stage.database('customer', async (query) => {
    for (const statement of statements) await query(statement);
  });
}
