import { setTimeout as sleep } from 'node:timers/promises';
import type { Keeper } from '../../start/keeper.ts';
import type { Tallies } from '../claim.ts';
import type { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';

/** Services of which two processes run meanwhile. */
export const doubled = ['customer', 'notification'] as const;

/** Kinds of processes that are killed at random. */
const kinds = ['gateway', 'identity', 'nats', 'postgres', ...doubled];

/** Where a service ends by itself, and the services that pass there under the load. */
const failPoints: Record<string, readonly string[]> = {
  'outbox.before-commit': ['customer', 'identity', 'notification'],
  'outbox.after-commit': ['customer', 'identity', 'notification'],
  'relay.after-lock': ['customer', 'identity'],
  'relay.after-publish': ['customer', 'identity'],
  'relay.after-mark': ['customer', 'identity'],
  'inbox.after-insert': ['notification', 'customer'],
  'inbox.after-effect': ['notification', 'customer'],
  'inbox.after-commit': ['notification', 'customer'],
  'reminder.before-fire-commit': ['notification'],
  'reminder.after-fire': ['notification'],
  'delivery.after-claim': ['notification'],
  'delivery.after-submit': ['notification'],
};

/** How long the load may take to come by a fail-point, in milliseconds. */
const patienceMs = 30_000;

/** One death to be brought about. */
interface Death {
  victim: string;
  failPoint?: string;
}

/** How many deaths of each kind. */
export interface DeathToll {
  /** Kills of each process at random moments. */
  kills: number;
  /** Deaths at each fail-point. */
  atFailPoints: number;
  /** Longest life between two deaths of one lane, in milliseconds. */
  pauseMs: number;
}

/**
 * Kills processes, two lanes side by side, so that now and then two are away at once. All come back at once. Counts
 * what was brought about: claims `killed` and `fail-points-reached`.
 */
export async function executeAll(
  stage: Stage,
  toll: DeathToll,
  random: Random,
  tallies: Tallies,
  say: (line: string) => void,
): Promise<void> {
  const deck = random.shuffled(deaths(toll, random));
  const total = deck.length;
  const away = new Set<string>();
  const lane = async (chance: Random): Promise<void> => {
    for (;;) {
      await sleep(chance.whole(50, toll.pauseMs));
      const index = deck.findIndex(({ victim }) => !away.has(victim));
      if (index < 0) {
        if (deck.length === 0) return;
        continue;
      }
      const [death] = deck.splice(index, 1) as [Death];
      away.add(death.victim);
      await execute(stage, death, chance, tallies);
      away.delete(death.victim);
      if (deck.length % 10 === 0) say(`${total - deck.length} of ${total} deaths`);
    }
  };
  await Promise.all([lane(random.fork()), lane(random.fork())]);
}

function deaths({ kills, atFailPoints }: DeathToll, random: Random): Death[] {
  const all: Death[] = kinds.flatMap((kind) =>
    Array.from({ length: kills }, (_, i) => ({ victim: oneOf(kind, i % 2 === 1) })),
  );
  for (const [failPoint, services] of Object.entries(failPoints)) {
    for (let i = 0; i < atFailPoints; i++) {
      // Whoever takes requests commits and publishes; the second one gets to it too seldom.
      const shared = !/^(outbox|relay)/.test(failPoint);
      all.push({ victim: oneOf(random.pick(services), shared && random.chance(0.5)), failPoint });
    }
  }
  return all;
}

/** A process of the kind: the second one where there are two and it is its turn. */
function oneOf(kind: string, second: boolean): string {
  return second && (doubled as readonly string[]).includes(kind) ? `${kind}-2` : kind;
}

async function execute(
  stage: Stage,
  { victim, failPoint }: Death,
  random: Random,
  tallies: Tallies,
): Promise<void> {
  const keeper = stage.process(victim);
  await keeper.ready();
  if (failPoint !== undefined) {
    const reached = await dieAt(keeper, `${failPoint}:${random.whole(1, 6)}`);
    tallies.of('fail-points-reached').check(reached ? undefined : `${failPoint} in ${victim}`);
    return;
  }
  tallies.of('killed').check(keeper.pid === undefined ? `${victim} was not running` : undefined);
  keeper.kill('SIGKILL');
  await comeBack(keeper);
}

/** Starts it anew at once, without the pause that a program which dies often is given. */
async function comeBack(keeper: Keeper): Promise<void> {
  await keeper.stop();
  await keeper.start();
}

/** Runs the service once with the fail-point set, until it dies of it, and again without. Tells whether it died. */
async function dieAt(keeper: Keeper, setting: string): Promise<boolean> {
  const { env } = keeper.program;
  keeper.kill('SIGKILL');
  await keeper.stop();
  keeper.program.env = { ...env, KONTOR_FAIL_POINT: setting };
  const started = keeper.start().catch(() => {});
  const pid = await until(() => keeper.pid, 10_000);
  // Whoever starts it next starts it without.
  if (env) keeper.program.env = env;
  const died = pid !== undefined && (await until(() => keeper.pid !== pid || undefined, patienceMs)) === true;
  await started;
  if (died) await keeper.ready();
  else await comeBack(keeper);
  return died;
}

async function until<T>(look: () => T | undefined, ms: number): Promise<T | undefined> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(5)) {
    const found = look();
    if (found !== undefined) return found;
  }
  return undefined;
}
