import type { Ground } from '../proof.ts';
import type { HttpClient } from '../stage/http.ts';
import type { Stage } from '../stage/stage.ts';
import { atOnce, engageTeam, inGroups, make, outcome, post, setStrategy, type Team } from './team.ts';

/** Prospects that are raced for one by one, and people whose daily limits are raced. */
const prospects = { small: 24, large: 600 } as const;
const limited = { small: 4, large: 60 } as const;

const claimers = 10;
/** Claims that a limited person may make in a day, and how many are sent at once. */
const perDay = 5;
const wanted = 16;

/** A team, the pool that it may claim from, and what the names of its prospects begin with. */
interface Scene {
  stage: Stage;
  second: HttpClient;
  team: Team;
  poolId: string;
  key: string;
}

/**
 * Ten people claim each prospect of a pool at the same moment, half of them behind another process: one gets it and all
 * others are refused (`claim-one-owner`); the same where they claim whatever comes next. Somebody with a daily limit
 * claims more than that at once, releases and claims again: never more claims than the limit (`claim-daily-limit`).
 */
export async function claimRaces(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, random, say } = ground;
  const key = random.uuid().slice(0, 8);
  const team = await engageTeam(stage, second, `claim-${key}`, claimers);
  const pool = { name: `Pool ${key}`, kind: 'prospect', managerId: team.boss.id, unitIds: [], open: true };
  const { id: poolId } = await stage.administrator.call<{ id: string }>('POST', '/v1/pools', pool);
  await Promise.all(
    team.members.map(({ id }) => setStrategy(stage, second, id, { claimEnabled: true, poolId })),
  );
  const scene = { stage, second, team, poolId, key };
  await oneByOne(ground, scene, prospects[size]);
  await whateverComes(ground, scene);
  for (let round = 0; round < limited[size]; round++) await dailyLimit(ground, scene, round);
  say(`${prospects[size]} prospects were claimed by ${claimers} people each`);
}

/** Fills the pool and returns the ids. */
async function pooled({ team, poolId, key }: Scene, what: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  await inGroups(Array.from({ length: count }), 16, async (_, i) => {
    const name = `${what} ${key} ${crypto.randomUUID()}`;
    const by = team.boss.by(i);
    const { id } = await make(by, '/v1/customers', { kind: 'company', name });
    await make(by, `/v1/customers/${id}:release`, { reason: 'For the pool', poolId });
    ids.push(id);
  });
  return ids;
}

async function oneByOne({ random, tallies }: Ground, scene: Scene, count: number): Promise<void> {
  const { members } = scene.team;
  const tally = tallies.of('claim-one-owner');
  for (const id of await pooled(scene, 'Single', count)) {
    const order = random.shuffled(members);
    const answers = await atOnce(claimers, async (turn) =>
      outcome(await post(order[turn]!.by(turn), `/v1/customers/${id}:claim`, {})),
    );
    const winners = order.filter((_, turn) => answers[turn] === 'done');
    const others = new Set(answers.filter((one) => one !== 'done'));
    const owner = await ownerOf(scene, id);
    const claims = await claimsOf(scene, 'customer_id', id);
    const right =
      winners.length === 1 &&
      owner === winners[0]?.id &&
      claims === 1 &&
      [...others].join() === 'not-claimable';
    tally.check(
      right ? undefined : `prospect ${id}: ${answers.join(', ')}; ${claims} claims, owner ${owner}`,
    );
  }
}

/** Fewer prospects than people: as many get one as there are, each another one. */
async function whateverComes({ tallies }: Ground, scene: Scene): Promise<void> {
  const { team, poolId } = scene;
  const tally = tallies.of('claim-one-owner');
  const there = 6;
  const ids = await pooled(scene, 'Next', there);
  const got = await atOnce(claimers, async (turn) => {
    const by = (team.members[turn] ?? team.boss).by(turn);
    return post(by, `/v1/pools/${poolId}:claim`, {});
  });
  const taken = got.flatMap(({ status, text }) =>
    status === 200 ? [(JSON.parse(text) as { id: string }).id] : [],
  );
  for (const id of ids) {
    const times = taken.filter((one) => one === id).length;
    const claims = await claimsOf(scene, 'customer_id', id);
    tally.check(
      times <= 1 && claims === times ? undefined : `${id} was given ${times} times, ${claims} claims`,
    );
  }
  tally.check(taken.every((id) => ids.includes(id)) ? undefined : 'a prospect of elsewhere was given');
}

async function dailyLimit({ tallies }: Ground, scene: Scene, round: number): Promise<void> {
  const { stage, second, team, poolId } = scene;
  const member = team.members[round % claimers]!;
  const before = await claimsOf(scene, 'person_id', member.id);
  const claimPerDay = before + perDay;
  await setStrategy(stage, second, member.id, { claimEnabled: true, claimPerDay, poolId }, round);
  const ids = await pooled(scene, `Limited ${round}`, wanted);
  const claimAll = (): Promise<string[]> =>
    atOnce(wanted, async (turn) => {
      const path = `/v1/customers/${ids[turn]}:claim`;
      return outcome(await post(member.by(turn), path, {}));
    });
  const first = await claimAll();
  const held = ids.filter((_, turn) => first[turn] === 'done');
  await atOnce(held.length, (turn) =>
    make(member.by(turn), `/v1/customers/${held[turn]}:release`, { reason: 'No match', poolId }),
  );
  const again = await claimAll();
  const claims = (await claimsOf(scene, 'person_id', member.id)) - before;
  const right =
    held.length === perDay &&
    claims === perDay &&
    again.every((one) => one === 'claim-limit') &&
    first.every((one) => one === 'done' || one === 'claim-limit');
  tallies
    .of('claim-daily-limit')
    .check(
      right ? undefined : `${claims} claims of ${perDay}: ${first.join(', ')}; again ${again.join(', ')}`,
    );
  await setStrategy(stage, second, member.id, { claimEnabled: true, claimPerDay: 0, poolId }, round);
}

async function ownerOf({ stage }: Scene, id: string): Promise<string | undefined> {
  const rows = await stage.database('customer', (query) =>
    query<{ owner_id: string }>('SELECT owner_id FROM customer WHERE id = $1', [id]),
  );
  return rows[0]?.owner_id;
}

async function claimsOf({ stage }: Scene, by: 'customer_id' | 'person_id', id: string): Promise<number> {
  const rows = await stage.database('customer', (query) =>
    query<{ claims: number }>(`SELECT count(*)::int AS claims FROM pool_claim WHERE ${by} = $1`, [id]),
  );
  return rows[0]?.claims ?? 0;
}
