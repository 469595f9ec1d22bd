import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { serviceCall } from '@kontor/access/call';
import { nobody, type Caller } from '@kontor/access/caller';
import { Organisation } from '@kontor/access/organisation';
import { predicate } from '@kontor/access/row-policy';
import { poolOf } from '../src/data-source.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { policies } from './desk.entities.js';
import { callOf, person, stage, type Stage } from './stage.js';

let set: Stage;
beforeAll(async () => {
  set = await stage(4);
  // Rows of random owners, at random.
  await set.admin.query('ALTER TABLE drawer DROP CONSTRAINT drawer_parent_id_fkey');
}, 60_000);
afterAll(() => set?.dispose());

const people = Array.from({ length: 6 }, () => randomUUID());
const stranger = randomUUID();
const administrator = randomUUID();
const callers: Caller[] = [
  ...people.map((id) => person(id)),
  person(stranger),
  person(administrator, ['administrator']),
  serviceCall('desk', 'test').caller,
  nobody,
];

interface Rows {
  desk: { id: string; owner: string }[];
  drawer: { id: string; parent: string }[];
  paper: { id: string; parent: string }[];
  diary: { id: string; person: string }[];
  sticker: { id: string; parent: string }[];
}

const anyone = fc.constantFrom(...people, stranger);
const company = fc.record({
  managers: fc.tuple(...people.map(() => fc.option(fc.constantFrom(...people), { nil: undefined, freq: 3 }))),
  owners: fc.array(anyone, { minLength: 1, maxLength: 6 }),
  diarists: fc.array(anyone, { minLength: 1, maxLength: 4 }),
  parents: fc.array(fc.nat(), { maxLength: 6 }),
});

/** Who may see what, said once more and in the plainest way. */
function oracle(caller: Caller, managerOf: Map<string, string | undefined>, rows: Rows): string[] {
  const all = caller.kind === 'service' || caller.roles.includes('administrator');
  const isAbove = (owner: string) => {
    const walked = new Set<string>();
    for (let at: string | undefined = owner; at && !walked.has(at); at = managerOf.get(at)) {
      if (at === caller.personId) return true;
      walked.add(at);
    }
    return false;
  };
  const desks = rows.desk.filter(({ owner }) => all || isAbove(owner));
  const within = (parents: { id: string }[], row: { parent: string }) =>
    parents.some(({ id }) => id === row.parent);
  const drawers = rows.drawer.filter((row) => within(desks, row));
  const papers = rows.paper.filter((row) => within(drawers, row));
  const diaries = rows.diary.filter((row) => caller.kind === 'service' || row.person === caller.personId);
  const stickers = rows.sticker.filter((row) => within(diaries, row));
  return [...desks, ...drawers, ...papers, ...diaries, ...stickers].map(({ id }) => id).sort();
}

async function fill(rows: Rows): Promise<void> {
  const insert = (table: string, columns: string, lists: string[][]) =>
    set.admin.query(
      `INSERT INTO ${table} (id, ${columns}, title${table === 'desk' ? ', tags, rank, version, create_time, update_time' : ''})
       SELECT id, other, ''${table === 'desk' ? `, '[]', 0, 1, now(), now()` : ''} FROM unnest($1::uuid[], $2::uuid[]) AS row (id, other)`,
      lists,
    );
  await set.admin.query('TRUNCATE desk, drawer, paper, diary, sticker');
  await insert('desk', 'owner_id', [rows.desk.map(({ id }) => id), rows.desk.map(({ owner }) => owner)]);
  await insert('diary', 'person_id', [rows.diary.map(({ id }) => id), rows.diary.map((row) => row.person)]);
  for (const table of ['drawer', 'paper', 'sticker'] as const) {
    await insert(table, 'parent_id', [
      rows[table].map(({ id }) => id),
      rows[table].map(({ parent }) => parent),
    ]);
  }
}

it('predicate and wall, each alone and together, show just what the organisation says', async () => {
  let cases = 0;
  const counted = ['desk', 'drawer', 'paper', 'diary', 'sticker'] as const;
  await fc.assert(
    fc.asyncProperty(company, async ({ managers, owners, diarists, parents }) => {
      const organised = [
        ...people.map((id, i) => ({ id, managerId: managers[i], roles: ['salesperson'] })),
        { id: administrator, managerId: undefined, roles: ['administrator'] },
      ];
      const managerOf = new Map(organised.map(({ id, managerId }) => [id, managerId]));
      const organisation = new Organisation(organised);
      await set.organise(organised);
      const pick = (from: { id: string }[], n: number) => from[n % from.length]?.id ?? '';
      const desks = owners.map((owner) => ({ id: randomUUID(), owner }));
      const diaries = diarists.map((one) => ({ id: randomUUID(), person: one }));
      const drawers = parents.map((n) => ({ id: randomUUID(), parent: pick(desks, n) }));
      const papers =
        drawers.length > 0 ? parents.map((n) => ({ id: randomUUID(), parent: pick(drawers, n) })) : [];
      const stickers = parents.map((n) => ({ id: randomUUID(), parent: pick(diaries, n) }));
      const rows = { desk: desks, drawer: drawers, paper: papers, diary: diaries, sticker: stickers };
      await fill(rows);
      const unitOfWork = new UnitOfWork(set.dataSource, {
        service: 'desk',
        organisation: () => organisation,
      });
      for (const caller of callers) {
        cases += 1;
        const expected = oracle(caller, managerOf, rows);
        const params: unknown[] = [];
        const access = { caller, reach: (object: string) => organisation.reach(caller, object) };
        const bare = counted.map((table) => `SELECT id FROM ${table} r`).join(' UNION ALL ');
        const conditions = counted.map((table) => {
          const policy = policies[table];
          return policy ? predicate(policy, access, 'r', params) : 'FALSE';
        });
        const guarded = counted
          .map((table, i) => `SELECT id FROM ${table} r WHERE ${conditions[i]}`)
          .join(' UNION ALL ');
        const shown = (found: { id: string }[]) => found.map(({ id }) => id).sort();
        const ask = (sql: string, values: unknown[]) =>
          unitOfWork.read(callOf(caller), (tx) => tx.query<{ id: string }>(sql, values));
        const [wall, both, alone] = await Promise.all([
          ask(bare, []),
          ask(guarded, params),
          set.admin.query<{ id: string }>(guarded, params),
        ]);
        expect({ wall: shown(wall), both: shown(both), predicate: shown(alone.rows) }).toEqual({
          wall: expected,
          both: expected,
          predicate: expected,
        });
      }
    }),
    { numRuns: 40 },
  );
  expect(cases).toBeGreaterThanOrEqual(300);
  expect(poolOf(set.dataSource).totalCount).toBeLessThanOrEqual(4);
}, 120_000);
