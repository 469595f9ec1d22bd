import { setTimeout as sleep } from 'node:timers/promises';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { Answer } from '../stage/http.ts';
import { jsonRequest, untilAnswered, type Person } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';

const sizes = { small: { keys: 100, kills: 5 }, large: { keys: 1_000, kills: 200 } } as const;

/** Copies of each request that are under way at the same time. */
const copies = 20;
/** Keys that are worked on at the same time. */
const keysAtOnce = 3;

/**
 * Every request is sent twenty times at once under one key, by clients of which a third loses the answer, while the
 * customer service is killed. Each key has one effect (`effects-per-key`) and one answer (`answers-per-key`); with
 * another body it is refused (`reused-key-refused`).
 */
export async function idempotency({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const { keys, kills } = sizes[size];
  const person = await stage.engage(`retry-${random.uuid().slice(0, 8)}@prove.example`);
  let left = keys;
  const work = async (chance: Random): Promise<void> => {
    while (left-- > 0) {
      const name = chance.uuid();
      const key = chance.uuid();
      const answers = await sendCopies(person, { key, name, random: chance });
      const different = new Set(answers.map(({ status, text }) => `${status} ${text}`));
      const fault = different.size === 1 && answers[0]?.status === 201 ? undefined : [...different].join(' | ');
      tallies.of('answers-per-key').check(fault);
      const other = jsonRequest('POST', '/v1/customers', { kind: 'person', name: `${name}!` }, { 'idempotency-key': key });
      const refusal = await untilAnswered(() => person.send(other));
      tallies.of('reused-key-refused').check(refusal.status === 422 ? undefined : `${refusal.status} ${refusal.text}`);
      names.push(name);
    }
  };
  const names: string[] = [];
  const working = Promise.all(Array.from({ length: keysAtOnce }, () => work(random.fork())));
  const killing = killMeanwhile(stage, kills, random.fork(), () => left > 0);
  const [, killed] = await Promise.all([working, killing]);
  say(`${killed} kills of the customer service; ${names.length * copies} requests under ${names.length} keys`);
  tallies.of('killed').tried(killed);
  await countEffects(stage, person, names, tallies.of('effects-per-key'));
}

/** Sends a create in many copies at once; resolves to the answers of all, each asked for until it came. */
function sendCopies(person: Person, { key, name, random }: { key: string; name: string; random: Random }): Promise<Answer[]> {
  const request = jsonRequest('POST', '/v1/customers', { kind: 'person', name }, { 'idempotency-key': key });
  const one = (): Promise<Answer> =>
    untilAnswered(() => {
      const badLine = random.chance(0.3) ? { hangUpAfterMs: random.whole(0, 30) } : {};
      return person.send({ ...request, ...badLine });
    });
  return Promise.all(Array.from({ length: copies }, one));
}

async function killMeanwhile(stage: Stage, kills: number, random: Random, working: () => boolean): Promise<number> {
  const keeper = stage.suite.processes.get('customer');
  let killed = 0;
  while (keeper && working() && killed < kills) {
    await sleep(random.whole(200, 1_000));
    keeper.kill('SIGKILL');
    killed += 1;
    await keeper.stop();
    await keeper.start();
  }
  await keeper?.ready();
  return killed;
}

async function countEffects(
  stage: Stage,
  person: Person,
  names: string[],
  tally: { check(fault: string | undefined): void },
): Promise<void> {
  const rows = await stage.database('customer', (query) =>
    query<{ name: string; count: number }>(
      'SELECT name, count(*)::int AS count FROM customer WHERE owner_id = $1 GROUP BY name',
      [person.id],
    ),
  );
  const counts = new Map(rows.map(({ name, count }) => [name, count]));
  for (const name of names) tally.check(counts.get(name) === 1 ? undefined : `${name}: ${counts.get(name) ?? 0} effects`);
  for (const name of counts.keys()) if (!names.includes(name)) tally.check(`${name} came from a refused request`);
}
