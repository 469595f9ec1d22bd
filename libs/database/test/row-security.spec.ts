import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serviceCall } from '@kontor/access/call';
import { nobody } from '@kontor/access/caller';
import type { EntityClass } from '../src/guarded.js';
import { Board, Cog, Desk, Diary, Drawer, Paper, policies, Sticker } from './desk.entities.js';
import { callOf, desk, person, stage, type Stage } from './stage.js';

const boss = person();
const anna = person();
const boris = person();
const admin = person(undefined, ['administrator']);
const calls = {
  anna: callOf(anna),
  boss: callOf(boss),
  boris: callOf(boris),
  admin: callOf(admin),
  service: serviceCall('desk', 'test'),
  nobody: callOf(nobody),
};
type Who = keyof typeof calls;

let set: Stage;
const ids: Record<string, string> = {};

beforeAll(async () => {
  set = await stage();
  await set.organise([
    { id: boss.personId },
    { id: anna.personId, managerId: boss.personId },
    { id: boris.personId },
    { id: admin.personId, roles: ['administrator'] },
  ]);
  await set.unitOfWork.write(calls.service, async (tx) => {
    ids.desk = tx.insert(Desk, desk(anna.personId)).id;
    ids.drawer = tx.insert(Drawer, { parentId: ids.desk, title: '' }).id;
    ids.paper = tx.insert(Paper, { parentId: ids.drawer, title: '' }).id;
    ids.diary = tx.insert(Diary, { personId: anna.personId, title: '' }).id;
    ids.sticker = tx.insert(Sticker, { parentId: ids.diary, title: '' }).id;
    ids.board = tx.insert(Board, { title: '' }).id;
    ids.cog = tx.insert(Cog, { title: '' }).id;
  });
}, 60_000);
afterAll(() => set?.dispose());

/** Who sees the one row of each table, which is Anna's or follows what is hers. */
const seen: [string, EntityClass<{ id: string; title: string }>, Who[]][] = [
  ['desk', Desk, ['anna', 'boss', 'admin', 'service']],
  ['drawer', Drawer, ['anna', 'boss', 'admin', 'service']],
  ['paper', Paper, ['anna', 'boss', 'admin', 'service']],
  ['diary', Diary, ['anna', 'service']],
  ['sticker', Sticker, ['anna', 'service']],
  ['board', Board, ['anna', 'boss', 'boris', 'admin', 'service']],
  ['cog', Cog, ['service']],
];
const everybody = Object.keys(calls) as Who[];
const cases = seen.flatMap(([table, entity, who]) =>
  everybody.map((one) => [table, one, who.includes(one), entity] as const),
);

it.each(cases)(
  'a row of %s is shown to %s: %s, by Postgres alone and by the predicate',
  async (table, who, visible, entity) => {
    const { unitOfWork } = set;
    const bare = await unitOfWork.read(calls[who], (tx) =>
      tx.query<{ id: string }>(`SELECT id FROM ${table}`),
    );
    expect(bare.map(({ id }) => id)).toEqual(visible ? [ids[table]] : []);
    const found = await unitOfWork.read(calls[who], (tx) => tx.find(entity, ids[table] ?? ''));
    expect(found?.id).toBe(visible ? ids[table] : undefined);
  },
);

it.each(cases)('a row of %s can be changed and removed by %s: %s', async (table, who, visible) => {
  const change = (sql: string) =>
    set.unitOfWork
      .write(calls[who], async (tx) => {
        const rows = await tx.query(sql);
        throw Object.assign(new Error('not really'), { rows });
      })
      .catch((error: { rows?: unknown[]; code?: string }) => error.rows?.length ?? error.code);
  expect(await change(`UPDATE ${table} SET title = 'changed' RETURNING 1`)).toBe(visible ? 1 : 0);
  const childless = ['paper', 'sticker', 'board', 'cog'].includes(table);
  expect(await change(`DELETE FROM ${table} RETURNING 1`)).toBe(visible ? (childless ? 1 : '23503') : 0);
});

/** A row that would be Anna's, put by somebody past the predicate. */
const inserts: Record<string, string> = {
  desk: `INSERT INTO desk VALUES ($1, '', $2, '[]', 0, NULL, NULL, 1, now(), now())`,
  drawer: `INSERT INTO drawer SELECT $1, '', $3::uuid WHERE $2::text IS NOT NULL`,
  paper: `INSERT INTO paper SELECT $1, '', $3::uuid WHERE $2::text IS NOT NULL`,
  diary: `INSERT INTO diary VALUES ($1, '', $2)`,
  sticker: `INSERT INTO sticker SELECT $1, '', $3::uuid WHERE $2::text IS NOT NULL`,
  board: `INSERT INTO board SELECT $1, '' WHERE $2::text IS NOT NULL`,
  cog: `INSERT INTO cog SELECT $1, '' WHERE $2::text IS NOT NULL`,
};
const parents: Record<string, string> = { drawer: 'desk', paper: 'drawer', sticker: 'diary' };

it.each(cases)('a row of %s can be added by %s: %s', async (table, who, visible) => {
  const parent = parents[table];
  const values = [randomUUID(), anna.personId, ...(parent ? [ids[parent]] : [])];
  const outcome = await set.unitOfWork
    .write(calls[who], async (tx) => {
      await tx.query(inserts[table] ?? '', values);
      throw new Error('added');
    })
    .catch((error: { code?: string; message: string }) => error.code ?? error.message);
  expect(outcome).toBe(visible ? 'added' : '42501');
});

it('a row cannot be given to somebody out of reach', async () => {
  const give = (call: typeof calls.anna, owner: string) =>
    set.unitOfWork.write(call, async (tx) => {
      await tx.query('UPDATE desk SET owner_id = $1', [owner]);
      throw new Error('given');
    });
  await expect(give(calls.anna, boris.personId)).rejects.toMatchObject({ code: '42501' });
  await expect(give(calls.boss, boris.personId)).rejects.toMatchObject({ code: '42501' });
  await expect(give(calls.boss, boss.personId)).rejects.toThrow('given');
  await expect(give(calls.admin, boris.personId)).rejects.toThrow('given');
});

it('nothing is visible to a session that does not say who asks, be it the owner of the tables', async () => {
  for (const address of [set.database.url, set.database.ownerUrl]) {
    const client = new pg.Client(address);
    await client.connect();
    for (const table of Object.keys(policies)) {
      expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(0);
      expect((await client.query(`UPDATE ${table} SET title = 'x'`)).rowCount).toBe(0);
    }
    await client.end();
  }
});

it('every table is walled by force', async () => {
  const { rows } = await set.admin.query<{ relname: string }>(
    'SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1',
  );
  expect(rows.map(({ relname }) => relname)).toEqual(Object.keys(policies).sort());
});

it('a name that is none of ours cannot break out of the setting', async () => {
  const call = callOf(person(`'; SET LOCAL kontor.reach='service`));
  await expect(set.unitOfWork.read(call, (tx) => tx.query('SELECT 1 FROM desk'))).rejects.toMatchObject({
    code: '22P02',
  });
});
