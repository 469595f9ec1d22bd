import { setTimeout as sleep } from 'node:timers/promises';
import type { Keeper } from '../../start/keeper.ts';
import type { Random } from '../random.ts';
import type { Stage } from './stage.ts';

/** Where a service may die by itself. */
export type DeathPlace = readonly [service: string, failPoint: string];

/**
 * Kills these services again and again, at random moments and at fail-points. A process that is to die by itself gets
 * `patienceMs` for it. Resolves to the deaths.
 */
export async function killOften(
  stage: Stage,
  random: Random,
  places: readonly [DeathPlace, ...DeathPlace[]],
  signal: AbortSignal,
  patienceMs = 4_000,
): Promise<number> {
  let deaths = 0;
  for (let turn = 0; !signal.aborted; turn++) {
    await sleep(random.whole(50, 900));
    const [service, place] = places[random.whole(0, places.length - 1)] ?? places[0];
    const keeper = stage.process(service);
    await keeper.ready();
    const { env } = keeper.program;
    keeper.kill('SIGKILL');
    deaths += 1;
    await keeper.stop();
    const armed = turn % 2 === 0 && !signal.aborted;
    if (armed) keeper.program.env = { ...env, KONTOR_FAIL_POINT: `${place}:${random.whole(1, 4)}` };
    const started = keeper.start().catch(() => {});
    if (armed && (await diesWithin(keeper, patienceMs))) deaths += 1;
    if (env) keeper.program.env = env;
    await started;
    if (armed) await unarmed(keeper);
  }
  return deaths;
}

/** Whether the process dies of itself: its keeper starts another one, armed like it. */
async function diesWithin(keeper: Keeper, ms: number): Promise<boolean> {
  let pid: number | undefined;
  for (const end = Date.now() + ms; Date.now() < end; await sleep(10)) {
    if (pid !== undefined && keeper.pid !== pid) return true;
    pid ??= keeper.pid;
  }
  return false;
}

/** Whoever runs now may still carry the fail-point: starts it anew without. */
async function unarmed(keeper: Keeper): Promise<void> {
  keeper.kill('SIGKILL');
  await keeper.stop();
  await keeper.start();
}

/**
 * Kills one of these processes after the other at random moments. Each is back before the next one dies, so that work
 * goes on by the others, for `pauseMs` at most without a kill. Resolves to the deaths.
 */
export async function killInTurn(
  stage: Stage,
  random: Random,
  services: readonly string[],
  signal: AbortSignal,
  pauseMs = 900,
): Promise<number> {
  let deaths = 0;
  for (; !signal.aborted; deaths++) {
    await sleep(random.whole(20, pauseMs));
    const keeper = stage.process(random.pick(services));
    keeper.kill('SIGKILL');
    await keeper.stop();
    await keeper.start();
  }
  return deaths;
}
