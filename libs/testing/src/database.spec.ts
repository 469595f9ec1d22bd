import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from './database.js';
import { testServers } from './servers.js';

class MakeNotes1700000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table note (id int primary key, text text not null)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

describe('a test database', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await testDatabase('notes', { migrations: [MakeNotes1700000000000] });
    client = new pg.Client(database.url);
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await database?.dispose();
  });

  it('is migrated, and its running role reads and writes rows', async () => {
    await client.query(`insert into note values (1, 'hello')`);
    expect((await client.query('select text from note')).rows).toEqual([{ text: 'hello' }]);
  });

  it('gives the running role no table, no schema and no way around row-level security', async () => {
    await expect(client.query('create table mine (id int)')).rejects.toThrow('permission denied');
    await expect(client.query('alter table note add column more text')).rejects.toThrow('must be owner');
    const role = await client.query(
      'select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
    );
    expect(role.rows).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
    ]);
    const owner = await client.query(`select tableowner from pg_tables where tablename = 'note'`);
    expect(owner.rows).toEqual([{ tableowner: `${database.name}_owner` }]);
  });

  it('is gone with its roles after dispose, whoever is connected', async () => {
    const other = await testDatabase('short-lived');
    const guest = new pg.Client(other.url);
    guest.on('error', () => {});
    await guest.connect();
    await other.dispose();
    const admin = new pg.Client(testServers().postgresUrl);
    await admin.connect();
    const left = await admin.query(
      `select datname from pg_database where datname = $1 union select rolname from pg_roles where rolname like $1 || '%'`,
      [other.name],
    );
    await admin.end();
    expect(left.rows).toEqual([]);
  });
});
