import type { Tally } from '../claim.ts';
import type { Ground } from '../proof.ts';
import type { HttpClient } from '../stage/http.ts';
import { killOften, type DeathPlace } from '../stage/kills.ts';
import type { Stage } from '../stage/stage.ts';
import {
  engageTeam,
  inGroups,
  make,
  outcome,
  post,
  setStrategy,
  until,
  type Member,
  type Team,
} from './team.ts';

/** Owners whose prospects are reclaimed while they talk, and while the processes die. */
const owners = { small: { quiet: 3, killed: 1 }, large: { quiet: 60, killed: 40 } } as const;

/** Prospects of each owner: some batches of the job. */
const prospects = 250;
/** How many talks are on their way at a time. */
const talksAtOnce = 12;

/** Where a process dies by itself while it reclaims. */
const failPoints: readonly [DeathPlace, ...DeathPlace[]] = [
  ['customer', 'reclaim.after-lock'],
  ['customer-2', 'reclaim.after-lock'],
];

/** A prospect that is due, and what its owner did. */
interface Due {
  id: string;
  /** The answer to the owner's talk; undefined where the owner said nothing. */
  talk?: string;
}

interface Row {
  id: string;
  owner_id: string | null;
  pool_id: string | null;
  talks: number;
  takings: number;
}

/**
 * Prospects fall due by a strategy that begins now, and two processes take them in batches, while their owners log talks
 * with half of them. A talk that was accepted keeps its prospect with its owner, whatever the job had seen before; a talk
 * that came too late is refused and leaves nothing; who said nothing loses the prospect, once, to the pool
 * (`contact-beats-reclaim`).
 */
export async function reclaimRaces(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, tallies, say } = ground;
  const { quiet } = owners[size];
  const scene = await sceneOf(ground, second, quiet);
  for (const [round, member] of scene.team.members.entries()) {
    const due = await fallDue(stage, member);
    await run(scene, member, due, round);
    await judge(stage, member, due, scene.poolId, tallies.of('contact-beats-reclaim'));
    say(`${kept(due)} of ${due.length} prospects were kept by a talk, ${late(due)} talks came too late`);
  }
}

/** The same while both processes die, also in the middle of a batch (`reclaim-under-kills`). */
export async function reclaimKills(ground: Ground, second: HttpClient): Promise<void> {
  const { stage, size, random, tallies, say } = ground;
  const scene = await sceneOf(ground, second, owners[size].killed);
  const dying: [Member, Due[]][] = [];
  for (const member of scene.team.members) dying.push([member, await fallDue(stage, member)]);
  const killing = new AbortController();
  const kills = killOften(stage, random.fork(), failPoints, killing.signal, 1_500);
  try {
    for (const [round, [member, due]] of dying.entries()) await run(scene, member, due, round);
  } finally {
    killing.abort();
    say(`${await kills} deaths while prospects were reclaimed`);
    await stage.ready();
  }
  for (const [member, due] of dying)
    await judge(stage, member, due, scene.poolId, tallies.of('reclaim-under-kills'));
}

const kept = (due: readonly Due[]): number => due.filter(({ talk }) => talk === 'done').length;
const late = (due: readonly Due[]): number => due.filter(({ talk }) => talk === 'customer-not-found').length;

interface Scene {
  ground: Ground;
  second: HttpClient;
  team: Team;
  poolId: string;
}

async function sceneOf(ground: Ground, second: HttpClient, size: number): Promise<Scene> {
  const { stage, random } = ground;
  const key = random.uuid().slice(0, 8);
  const team = await engageTeam(stage, second, `idle-${key}`, size);
  const pool = { name: `Idle ${key}`, kind: 'prospect', managerId: team.boss.id, unitIds: [], open: true };
  const { id: poolId } = await make(stage.administrator, '/v1/pools', pool);
  return { ground, second, team, poolId };
}

async function run(
  { ground, second, poolId }: Scene,
  member: Member,
  due: Due[],
  round: number,
): Promise<void> {
  const { stage, random } = ground;
  const talking = random.shuffled(due).filter(() => random.chance(0.5));
  const silent = due.filter((one) => !talking.includes(one)).map(({ id }) => id);
  const values = { idleReclaim: true, idleReclaimDays: 30, warnDaysBefore: 0, poolId };
  await Promise.all([
    setStrategy(stage, second, member.id, values, round),
    inGroups(talking, talksAtOnce, async (one, i) => {
      const body = { manner: 'visit', content: 'Still interested.' };
      one.talk = outcome(await post(member.by(i), `/v1/customers/${one.id}/interactions`, body));
    }),
  ]);
  await until('the prospects to be reclaimed', async () => (await ownedOf(stage, silent)) === 0, 120_000);
}

/** Prospects as if they had been assigned forty days ago. */
async function fallDue(stage: Stage, member: Member): Promise<Due[]> {
  const due: Due[] = [];
  await inGroups(Array.from({ length: prospects }), 24, async (_, i) => {
    const body = { kind: 'company', name: `Idle ${crypto.randomUUID()}` };
    due.push({ id: (await make(member.by(i), '/v1/customers', body)).id });
  });
  await stage.database('customer', (query) =>
    query(`UPDATE customer SET assign_time = now() - interval '40 days' WHERE owner_id = $1`, [member.id]),
  );
  return due;
}

async function ownedOf(stage: Stage, ids: string[]): Promise<number> {
  const [row] = await stage.database('customer', (query) =>
    query<{ owned: number }>(
      'SELECT count(*)::int AS owned FROM customer WHERE id = ANY ($1::uuid[]) AND owner_id IS NOT NULL',
      [ids],
    ),
  );
  return row?.owned ?? 0;
}

async function judge(stage: Stage, member: Member, due: Due[], poolId: string, tally: Tally): Promise<void> {
  const rows = await stage.database('customer', (query) =>
    query<Row>(
      `SELECT c.id, c.owner_id, c.pool_id,
         (SELECT count(*)::int FROM interaction i WHERE i.customer_id = c.id) AS talks,
         (SELECT count(*)::int FROM ownership_change o WHERE o.customer_id = c.id AND o.cause = 'reclaim_idle') AS takings
       FROM customer c WHERE c.id = ANY ($1::uuid[])`,
      [due.map(({ id }) => id)],
    ),
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  for (const one of due) {
    const wrong = faultOf(one, found.get(one.id), member.id, poolId);
    tally.check(
      wrong && `prospect ${one.id} (talk ${one.talk ?? 'none'}): ${wrong}`,
      wrong?.replace(/\d+/g, '_'),
    );
  }
  // The counter of who holds what follows every taking.
  const [counter] = await stage.database('customer', (query) =>
    query<{ held: number }>('SELECT held FROM holding WHERE person_id = $1', [member.id]),
  );
  const held = rows.filter(({ owner_id }) => owner_id === member.id).length;
  tally.check(counter?.held === held ? undefined : `the counter says ${counter?.held}, ${held} are held`);
}

function faultOf({ talk }: Due, row: Row | undefined, ownerId: string, poolId: string): string | undefined {
  if (!row) return 'is gone';
  if (talk === 'done') {
    if (row.owner_id !== ownerId || row.takings > 0) return `was taken ${row.takings} times after its talk`;
    return row.talks === 1 ? undefined : `has ${row.talks} talks`;
  }
  if (talk !== undefined && talk !== 'customer-not-found') return `its talk was answered ${talk}`;
  if (row.talks > 0) return `has ${row.talks} talks that were refused`;
  if (row.owner_id !== null || row.takings !== 1) return `was taken ${row.takings} times`;
  return row.pool_id === poolId ? undefined : 'is not in the pool';
}
