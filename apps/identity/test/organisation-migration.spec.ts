import pg from 'pg';
import { createDataSource } from '@kontor/database/data-source';
import { migrate } from '@kontor/database/migrate';
import { commonMigrations } from '@kontor/people/common-migrations';
import { testDatabase } from '@kontor/testing/database';
import { v7 as uuidv7 } from 'uuid';
import * as migrations from '../src/migrations/list.js';

it('people and units from before have a kind, and a history that begins with them', async () => {
  const before = [migrations.Identity1764000000000, migrations.Credentials1764100000000];
  await using stack = new AsyncDisposableStack();
  const database = stack.use(
    await testDatabase('identity', { migrations: [...commonMigrations, ...before] }),
  );
  const owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  stack.defer(() => owner.end());
  const [unit, here, gone] = [uuidv7(), uuidv7(), uuidv7()];
  await owner.query(`SELECT set_config('kontor.reach', 'service', false)`);
  await owner.query(`INSERT INTO unit VALUES ($1, 'North', NULL, 1, now(), now())`, [unit]);
  const person = `INSERT INTO person (id, email, name, unit_id, roles, language, time_zone, status, version, create_time, update_time)
    VALUES ($1, $1::uuid || '@example.com', 'Ann', $2, '[]', 'en', 'UTC', $3, 1, '2026-01-02T00:00:00Z', now())`;
  await owner.query(person, [here, unit, 'active']);
  await owner.query(person, [gone, unit, 'left']);
  const source = createDataSource(
    { url: database.ownerUrl, applicationName: 'migrations' },
    [],
    [...commonMigrations, ...Object.values(migrations)],
  );
  await migrate(source, database.ownerUrl, database.name);
  const { rows: history } = await owner.query(
    'SELECT person_id, unit_id, start_time, end_time FROM assignment',
  );
  expect(history).toEqual([
    { person_id: here, unit_id: unit, start_time: '2026-01-02T00:00:00.000Z', end_time: null },
  ]);
  const { rows: kinds } = await owner.query('SELECT kind FROM unit');
  expect(kinds).toEqual([{ kind: 'department' }]);
});
