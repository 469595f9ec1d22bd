import type { Ground } from '../proof.ts';
import type { HttpClient } from '../stage/http.ts';
import type { Query, Stage } from '../stage/stage.ts';
import { ended, upload } from './imports.ts';
import {
  atOnce,
  engageTeam,
  inGroups,
  make,
  outcome,
  post,
  setStrategy,
  type Member,
  type Team,
} from './team.ts';

const rounds = { small: 3, large: 60 } as const;

/** The cap, what is held before the race, and what is wanted at once by each way, each more than there is room for. */
const cap = 30;
const before = 20;
const each = 15;
/** Files that are imported beside, and rows of each. */
const files = 4;
const rowsOfFile = 5;

/** Ways in which somebody gets prospects. */
type Way = 'create' | 'claim' | 'assign' | 'transfer';
const ways: readonly Way[] = ['create', 'claim', 'assign', 'transfer'];

interface Scene {
  stage: Stage;
  second: HttpClient;
  team: Team;
  /** Whose cap it is. */
  member: Member;
  poolId: string;
  key: string;
}

/**
 * 64 requests at once on two processes give somebody near the cap more prospects: creates, claims, assignments,
 * transfers and imports. At no moment are more held than the cap, and in the end just as many; a create beyond it is
 * parked unassigned with its finder, all else refused with the reason (`cap-holds`). A cap that is lowered takes nothing
 * away and lets nothing in (`cap-lowered`).
 */
export async function capRaces(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, random, say } = ground;
  let mostHeld = 0;
  for (let round = 0; round < rounds[size]; round++) {
    const key = random.uuid().slice(0, 8);
    const team = await engageTeam(stage, second, `cap-${key}`, 2);
    const member = team.members[0]!;
    const pool = { name: `Cap ${key}`, kind: 'prospect', managerId: team.boss.id, unitIds: [], open: true };
    const { id: poolId } = await stage.administrator.call<{ id: string }>('POST', '/v1/pools', pool);
    await setStrategy(stage, second, member.id, { capEnabled: true, cap, claimEnabled: true, poolId });
    const scene = { stage, second, team, member, poolId, key };
    mostHeld = Math.max(mostHeld, await race(ground, scene));
    await lowered(ground, scene, round);
  }
  say(
    `${rounds[size]} caps of ${cap} were raced for by ${ways.length * each + files} requests; held at most ${mostHeld}`,
  );
}

/** Resolves to the most that was seen to be held. */
async function race({ tallies, random }: Ground, scene: Scene): Promise<number> {
  const { stage, team, member, key } = scene;
  const tally = tallies.of('cap-holds');
  await prospectsOf(scene, member, 'held', before);
  const others = await prospectsOf(scene, team.boss, 'given', 3 * each);
  const waiting = others.slice(0, each);
  await inGroups(waiting, 16, async (id, i) => {
    const body = { reason: 'For the pool', poolId: scene.poolId };
    await make(team.boss.by(i), `/v1/customers/${id}:release`, body);
  });
  const customerOf: Record<Way, (i: number) => string> = {
    create: () => '',
    claim: (i) => waiting[i] ?? '',
    assign: (i) => others[each + i] ?? '',
    transfer: (i) => others[2 * each + i] ?? '',
  };
  const orders = random.shuffled(ways.flatMap((way) => Array.from({ length: each }, (_, i) => ({ way, i }))));
  const watch = await watchHeld(stage, member.id);
  const imports = atOnce(files, async (turn) => {
    const lines = Array.from(
      { length: rowsOfFile },
      (_, row) => `Filed ${key} ${turn}${row} ${random.uuid()}`,
    );
    const id = await upload(
      member.by(turn),
      ['name', ...lines].join('\n'),
      { name: 'name' },
      { source: `cap-${key}` },
    );
    await ended(member.by(turn), id);
  });
  const answers = await atOnce(orders.length, async (turn) => {
    const { way, i } = orders[turn]!;
    return { way, said: await get(scene, way, customerOf[way](i), turn) };
  });
  await imports;
  const most = await watch.end();
  const { held, counted, parked, orphans } = await state(scene);
  tally.check(most <= cap ? undefined : `${most} were held at a time with a cap of ${cap}`);
  tally.check(held === cap ? undefined : `${held} are held with a cap of ${cap}`);
  tally.check(counted === held ? undefined : `the counter says ${counted}, ${held} are held`);
  tally.check(orphans === 0 ? undefined : `${orphans} made beyond the cap have neither owner nor finder`);
  for (const { way, said } of answers) {
    const right = said === 'done' || (way !== 'create' && said === 'cap-reached');
    tally.check(right ? undefined : `${way} was answered ${said}`, `${way} ${said}`);
  }
  const given = answers.filter(({ way, said }) => way !== 'create' && said === 'done').length;
  const made = each + files * rowsOfFile;
  const sum = before + given + made - parked;
  tally.check(
    sum === held ? undefined : `${before} + ${given} + ${made} − ${parked} parked are not the ${held} held`,
  );
  return most;
}

async function get(scene: Scene, way: Way, customerId: string, turn: number): Promise<string> {
  const { team, member, key } = scene;
  const [by, boss] = [member.by(turn), team.boss.by(turn)];
  if (way === 'create') {
    const body = { kind: 'company', name: `Made ${key} ${crypto.randomUUID()}` };
    return outcome(await post(by, '/v1/customers', body));
  }
  if (way === 'claim') return outcome(await post(by, `/v1/customers/${customerId}:claim`, {}));
  if (way === 'transfer') {
    const body = { ownerId: member.id, reason: 'Race' };
    return outcome(await post(boss, `/v1/customers/${customerId}:transfer`, body));
  }
  const body = { customerIds: [customerId], ownerId: member.id, reason: 'Race' };
  const answer = await post(boss, '/v1/customers:assign', body);
  if (answer.status !== 200) return outcome(answer);
  const { results } = JSON.parse(answer.text) as { results: { reason: string }[] };
  return results[0]?.reason || 'done';
}

/** A lower cap: what is held stays, nothing more comes; below it there is room again. */
async function lowered({ tallies }: Ground, scene: Scene, round: number): Promise<void> {
  const { stage, second, member, poolId, key } = scene;
  const tally = tallies.of('cap-lowered');
  const low = cap - 5;
  await setStrategy(
    stage,
    second,
    member.id,
    { capEnabled: true, cap: low, claimEnabled: true, poolId },
    round,
  );
  const more = (what: string): Promise<string[]> =>
    atOnce(8, async (turn) => {
      const body = { kind: 'company', name: `${what} ${key} ${crypto.randomUUID()}` };
      return (await make<{ ownerId?: string }>(member.by(turn), '/v1/customers', body)).ownerId ?? '';
    });
  const owners = await more('lowered');
  const { held, ids } = await state(scene);
  tally.check(held === cap ? undefined : `${held} are held after the cap went from ${cap} to ${low}`);
  tally.check(owners.every((one) => one === '') ? undefined : 'a lowered cap let one in');
  await atOnce(7, (turn) =>
    make(member.by(turn), `/v1/customers/${ids[turn]}:release`, { reason: 'Room', poolId }),
  );
  const again = (await more('below')).filter((one) => one === member.id).length;
  tally.check(again === 2 ? undefined : `${again} of 2 places below the lowered cap were filled`);
}

async function prospectsOf({ key }: Scene, owner: Member, what: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  await inGroups(Array.from({ length: count }), 16, async (_, i) => {
    const body = { kind: 'company', name: `${what} ${key} ${crypto.randomUUID()}` };
    ids.push((await make(owner.by(i), '/v1/customers', body)).id);
  });
  return ids;
}

const heldBy = `owner_id = $1 AND status IN ('prospect', 'interested', 'negotiating')`;

/** What is held, by the rows and by the counter; what was parked, and what of it has no finder. */
async function state({ stage, member, key }: Scene) {
  return stage.database('customer', async (query) => {
    const rows = await query<{ id: string }>(`SELECT id FROM customer WHERE ${heldBy}`, [member.id]);
    const [counter] = await query<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [
      member.id,
    ]);
    const [made] = await query<{ parked: number; orphans: number }>(
      `SELECT (count(*) FILTER (WHERE finder_id = $1 AND assignment_state = 'unassigned'))::int AS parked,
         (count(*) FILTER (WHERE finder_id IS DISTINCT FROM $1 AND owner_id IS NULL))::int AS orphans
       FROM customer WHERE owner_id IS NULL AND (name LIKE 'Made ' || $2 || '%' OR name LIKE 'Filed ' || $2 || '%')`,
      [member.id, key],
    );
    const { parked = 0, orphans = 0 } = made ?? {};
    return { held: rows.length, ids: rows.map(({ id }) => id), counted: counter?.held ?? 0, parked, orphans };
  });
}

/** Looks again and again how many somebody holds, as committed; `end` tells the most that was seen. */
async function watchHeld(stage: Stage, personId: string): Promise<{ end: () => Promise<number> }> {
  let most = 0;
  let over = false;
  const look = async (query: Query): Promise<void> => {
    const [row] = await query<{ held: number }>(
      `SELECT count(*)::int AS held FROM customer WHERE ${heldBy}`,
      [personId],
    );
    most = Math.max(most, row?.held ?? 0);
  };
  const watching = stage.database('customer', async (query) => {
    while (!over) await look(query);
    await look(query);
  });
  return {
    end: async () => {
      over = true;
      await watching;
      return most;
    },
  };
}
