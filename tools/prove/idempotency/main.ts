import { setTimeout as sleep } from 'node:timers/promises';
import type { Tallies } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { Random } from '../random.ts';
import type { Answer } from '../stage/http.ts';
import { jsonRequest, untilAnswered } from '../stage/person.ts';
import type { Stage } from '../stage/stage.ts';
import { someCreate, type Create, type Setting } from './requests.ts';

const sizes = { small: { keys: 100, kills: 6 }, large: { keys: 1_000, kills: 200 } } as const;

/** Copies of each request that are under way at the same time. */
const copies = 20;
/** Keys that are worked on at the same time. */
const keysAtOnce = 3;

/**
 * Every create is sent twenty times at once under one key, by clients of which a third loses the answer, while the
 * services are killed. Each key has one effect (`effects-per-key`) and one answer (`answers-per-key`); with another body
 * it is refused (`reused-key-refused`); another person's same key is another key (`keys-are-personal`).
 */
export async function idempotency({ stage, size, random, tallies, say }: Ground): Promise<void> {
  const setting = await prepare(stage, random);
  const creates: Create[] = [];
  const { keys, kills } = sizes[size];
  let left: number = keys;
  let killed = 0;
  const work = async (chance: Random): Promise<void> => {
    while (left-- > 0 || killed < kills) {
      const create = someCreate(setting, chance);
      creates.push(create);
      await tryKey(create, chance, tallies);
    }
  };
  const working = Promise.all(Array.from({ length: keysAtOnce }, () => work(random.fork())));
  await Promise.all([working, killMeanwhile(stage, kills, random.fork(), () => (killed += 1))]);
  say(`${killed} kills of services; ${creates.length * copies} requests under ${creates.length} keys`);
  tallies.of('killed').tried(killed);
  await checkOtherPerson(stage, setting, random, tallies);
  await countEffects(stage, creates, tallies);
}

async function prepare(stage: Stage, random: Random): Promise<Setting> {
  const salesperson = await stage.engage(`retry-${random.uuid().slice(0, 8)}@prove.example`);
  const customer = { kind: 'company', name: 'Customer of many talks' };
  const { id } = await salesperson.call<{ id: string }>('POST', '/v1/customers', customer);
  return { salesperson, administrator: stage.administrator, customerId: id };
}

async function tryKey(
  { person, path, body, field, token }: Create,
  random: Random,
  tallies: Tallies,
): Promise<void> {
  const headers = { 'idempotency-key': random.uuid() };
  const request = jsonRequest('POST', path, body, headers);
  const one = (): Promise<Answer> =>
    untilAnswered(() => {
      const badLine = random.chance(0.3) ? { hangUpAfterMs: random.whole(0, 30) } : {};
      return person.send({ ...request, ...badLine });
    });
  const answers = await Promise.all(Array.from({ length: copies }, one));
  const different = new Set(answers.map(({ status, text }) => `${status} ${text}`));
  const same = different.size === 1 && answers[0]?.status === 201;
  tallies.of('answers-per-key').check(same ? undefined : `${path}: ${[...different].join(' | ')}`);
  const other = jsonRequest('POST', path, { ...body, [field]: `${token}!` }, headers);
  const refusal = await untilAnswered(() => person.send(other));
  const fault = refusal.status === 422 ? undefined : `${path}: ${refusal.status} ${refusal.text}`;
  tallies.of('reused-key-refused').check(fault);
}

async function killMeanwhile(stage: Stage, kills: number, random: Random, killed: () => void): Promise<void> {
  for (let i = 0; i < kills; i++) {
    await sleep(random.whole(200, 1_000));
    const keeper = stage.process(random.chance(0.7) ? 'customer' : 'identity');
    keeper.kill('SIGKILL');
    killed();
    await keeper.stop();
    await keeper.start();
  }
  await stage.ready();
}

/** The same key and body from somebody else is another request, with an answer and an effect of its own. */
async function checkOtherPerson(
  stage: Stage,
  setting: Setting,
  random: Random,
  tallies: Tallies,
): Promise<void> {
  const other = await stage.engage(`same-key-${random.uuid().slice(0, 8)}@prove.example`);
  const body = { kind: 'person', name: random.uuid() };
  const request = jsonRequest('POST', '/v1/customers', body, { 'idempotency-key': random.uuid() });
  const ids = [];
  for (const person of [setting.salesperson, other]) {
    const answer = await person.send(request);
    ids.push(answer.status === 201 ? (JSON.parse(answer.text) as { id: string }).id : answer.text);
  }
  tallies.of('keys-are-personal').check(ids[0] === ids[1] ? `both were answered ${ids[0]}` : undefined);
}

async function countEffects(stage: Stage, creates: Create[], tallies: Tallies): Promise<void> {
  const tally = tallies.of('effects-per-key');
  for (const [table, group] of Map.groupBy(creates, (create) => create.table)) {
    const [{ service, column } = { service: '', column: '' }] = group;
    const tokens = group.map(({ token }) => token);
    const rows = await stage.database(service, (query) =>
      query<{ token: string; count: number }>(
        `SELECT ${column} AS token, count(*)::int AS count FROM ${table} WHERE rtrim(${column}, '!') = ANY ($1) GROUP BY 1`,
        [tokens],
      ),
    );
    const counts = new Map(rows.map(({ token, count }) => [token, count]));
    for (const token of tokens) {
      const effects = counts.get(token) ?? 0;
      const wrong = counts.has(`${token}!`) ? 'a refused request had an effect' : `${effects} effects`;
      tally.check(effects === 1 && !counts.has(`${token}!`) ? undefined : `${table} ${token}: ${wrong}`);
    }
  }
}
