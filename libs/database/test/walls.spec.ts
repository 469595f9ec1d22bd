import pg from 'pg';
import type { DataSource } from 'typeorm';
import { owned } from '@kontor/access/row-policy';
import { commonMigrations } from '@kontor/people/common-migrations';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { createDataSource } from '../src/data-source.js';
import { Guarded, guardOf } from '../src/guarded.js';
import { raiseWalls } from '../src/walls.js';
import { Desk, deskEntities, Desks1763000000000 } from './desk.entities.js';

let database: TestDatabase;
let owner: DataSource;
let client: pg.Client;

beforeAll(async () => {
  const migrations = [...commonMigrations, Desks1763000000000];
  database = await testDatabase('walls', { migrations });
  owner = createDataSource({ url: database.ownerUrl, applicationName: 'walls' }, [
    ...deskEntities,
    PersonCopy,
  ]);
  await owner.initialize();
  client = new pg.Client(database.ownerUrl);
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await owner?.destroy();
  await database?.dispose();
});

const query = async (sql: string) =>
  (await client.query<{ value: string }>(sql)).rows.map(({ value }) => value);
const walled = () =>
  query(`SELECT relname AS value FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1`);
const policiesOf = (table: string) =>
  query(`SELECT oid::text AS value FROM pg_policy WHERE polrelid = '${table}'::regclass ORDER BY 1`);

it('a wall is raised for each entity but the copies that walls themselves ask', async () => {
  expect(await walled()).toEqual([]);
  await raiseWalls(owner);
  expect(await walled()).toEqual(['board', 'cog', 'desk', 'diary', 'drawer', 'paper', 'sticker']);
  for (const table of await walled()) expect(await policiesOf(table)).toHaveLength(4);
});

it('a wall that stands as it should is left alone', async () => {
  const before = await policiesOf('desk');
  await raiseWalls(owner);
  expect(await policiesOf('desk')).toEqual(before);
});

it('a wall is made anew when its policy changes, and no other', async () => {
  const [desk, board] = [await policiesOf('desk'), await policiesOf('board')];
  const { policy } = guardOf(Desk);
  Guarded(owned('owner_id', 'other'))(Desk);
  await raiseWalls(owner);
  expect(await policiesOf('desk')).not.toEqual(desk);
  expect(await policiesOf('board')).toEqual(board);
  const [using] = await query(
    `SELECT pg_get_expr(polqual, polrelid) AS value FROM pg_policy WHERE polname = 'caller' AND polrelid = 'desk'::regclass`,
  );
  expect(using).toContain('other');
  Guarded(policy)(Desk);
});

it.each([
  'ALTER TABLE board DISABLE ROW LEVEL SECURITY',
  'ALTER TABLE board NO FORCE ROW LEVEL SECURITY',
  'DROP POLICY caller_update ON board',
])('a wall that somebody made a hole in stands again after the next start: %s', async (hole) => {
  await client.query(hole);
  await raiseWalls(owner);
  expect(await walled()).toContain('board');
  expect(await policiesOf('board')).toHaveLength(4);
});

it('the roles that Kontor ships are told to the walls anew at each start', async () => {
  await client.query(
    `CREATE OR REPLACE FUNCTION shipped_roles() RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$ SELECT '{}'::jsonb $$`,
  );
  await raiseWalls(owner);
  expect(await query(`SELECT (shipped_roles() ? 'salesperson')::text AS value`)).toEqual(['true']);
});
