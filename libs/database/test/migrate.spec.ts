import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { serviceCall } from '@kontor/access/call';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { createDataSource } from '../src/data-source.js';
import { migrate } from '../src/migrate.js';
import { deskEntities } from './desk.entities.js';
import { deskMigrations, stage } from './stage.js';

/** Takes longer than a statement of a request may. */
class Slow1763000000001 implements MigrationInterface {
  name = 'Slow1763000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('SELECT pg_sleep(5.5)');
  }

  async down(): Promise<void> {}
}

class Broken1763000000002 implements MigrationInterface {
  name = 'Broken1763000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id int)');
    await runner.query('SELECT 1 / 0');
  }

  async down(): Promise<void> {}
}

const bring = (database: TestDatabase, migrations = deskMigrations) =>
  migrate(
    createDataSource(
      { url: database.ownerUrl, poolSize: 2, applicationName: 'test', statementLimit: 0 },
      deskEntities,
      migrations,
    ),
    database.ownerUrl,
    database.name,
  );

it('replicas that start together migrate once', async () => {
  await using database = await testDatabase('migrate');
  await Promise.all([bring(database), bring(database), bring(database)]);
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  await client.end();
  // A service's own migrations stand behind the common ones, and run in the order of their times.
  const timeOf = (name: string) => Number(/\d{13}$/.exec(name)?.[0]);
  const inOrder = deskMigrations.map(({ name }) => name).sort((a, b) => timeOf(a) - timeOf(b));
  expect(rows.map(({ name }) => name)).toEqual(inOrder);
});

it('a migration may take longer than a request', async () => {
  await using database = await testDatabase('migrate');
  await bring(database, [...deskMigrations, Slow1763000000001]);
});

it('a migration that fails leaves nothing of itself, keeps nobody out, and can be tried again', async () => {
  await using database = await testDatabase('migrate');
  await expect(bring(database, [...deskMigrations, Broken1763000000002])).rejects.toThrow('division by zero');
  await bring(database);
  const client = new pg.Client(database.ownerUrl);
  await client.connect();
  const { rows } = await client.query(
    `SELECT to_regclass('half') AS half, to_regclass('desk')::text AS desk`,
  );
  await client.end();
  expect(rows).toEqual([{ half: null, desk: 'desk' }]);
});

it('every migration can be undone', async () => {
  await using database = await testDatabase('migrate');
  await bring(database);
  const owner = await createDataSource(
    { url: database.ownerUrl, applicationName: 'test' },
    deskEntities,
    deskMigrations,
  ).initialize();
  for (const _ of deskMigrations) await owner.undoLastMigration();
  const left: unknown[] = await owner.query(
    `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  await owner.destroy();
  expect(left).toEqual([{ relname: 'migrations' }]);
});

it('the audit is only ever added to, and migrations are not seen, by the role that runs', async () => {
  const set = await stage();
  const call = serviceCall('desk', 'test');
  await set.unitOfWork.write(call, async (tx) => tx.audit({ action: 'look', object: 'desk', objectId: '1' }));
  for (const sql of [
    `UPDATE audit SET person_id = 'nobody'`,
    'DELETE FROM audit',
    'TRUNCATE audit',
    'TRUNCATE outbox',
    'SELECT * FROM migrations',
    'CREATE TABLE mine (id int)',
    'ALTER TABLE desk NO FORCE ROW LEVEL SECURITY',
    'DROP POLICY caller ON desk',
    `SET ROLE ${set.database.name}_owner`,
  ]) {
    await expect(set.unitOfWork.write(call, (tx) => tx.query(sql))).rejects.toMatchObject({ code: '42501' });
  }
  expect(await set.unitOfWork.read(call, (tx) => tx.query('SELECT action FROM audit'))).toEqual([
    { action: 'look' },
  ]);
  await set.dispose();
});
