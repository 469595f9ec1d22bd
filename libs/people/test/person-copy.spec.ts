import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { serviceCall } from '@kontor/access/call';
import { nobody } from '@kontor/access/caller';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { until } from '@kontor/testing/until';
import { OrganisationCopy } from '../src/organisation-copy.js';
import { copyPerson } from '../src/person-copy.js';
import { PersonCopy } from '../src/person-copy.entity.js';
import { commonMigrations } from '../src/common-migrations.js';

let database: TestDatabase;
let owner: pg.Client;
/** Two replicas: each with a pool and a copy of its own. */
let replicas: { source: DataSource; unitOfWork: UnitOfWork; copy: OrganisationCopy }[];
const errors: unknown[] = [];

beforeAll(async () => {
  database = await testDatabase('people', { migrations: commonMigrations });
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  replicas = await Promise.all(
    [1, 2].map(async () => {
      const source = await createDataSource({ url: database.url, applicationName: 'people' }, [
        PersonCopy,
      ]).initialize();
      const copy = new OrganisationCopy(poolOf(source), (error) => errors.push(error));
      const unitOfWork = new UnitOfWork(source, { service: 'people', organisation: () => copy.current });
      return { source, unitOfWork, copy };
    }),
  );
}, 60_000);

afterAll(async () => {
  for (const { source, copy } of replicas ?? []) {
    await copy.stop();
    await source.destroy();
  }
  await owner?.end();
  await database?.dispose();
});

beforeEach(() => owner.query('TRUNCATE person_copy, reporting_line'));

function person(id: string, version: number, managerId?: string): Person {
  return {
    id,
    email: `${id}@kontor.local`,
    name: `Name ${version}`,
    managerId,
    unitId: undefined,
    roles: ['salesperson'],
    language: 'ru',
    timeZone: 'Europe/Moscow',
    status: 'active',
    etag: String(version),
    createTime: '2026-01-01T00:00:00.000Z',
    updateTime: '2026-01-01T00:00:00.000Z',
  };
}

const take = async (fact: Person, replica = 0) =>
  replicas[replica]?.unitOfWork.write(serviceCall('people', 'test'), (tx) => copyPerson(tx, fact));

/** Superior and person, as the table has them. */
async function lines(): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `SELECT superior_id || ' ' || person_id AS line FROM reporting_line ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

/** Whoever is met on the way up from each person, who is not that person. */
function closure(managerOf: Map<string, string | undefined>): string[] {
  const found = new Set<string>();
  for (const id of managerOf.keys()) {
    const met = new Set<string>();
    for (let at = managerOf.get(id); at && !met.has(at); at = managerOf.get(at)) met.add(at);
    for (const superior of met) if (superior !== id) found.add(`${superior} ${id}`);
  }
  return [...found].sort();
}

const [a, b, c, d] = Array.from({ length: 4 }, () => randomUUID()) as [string, string, string, string];

it('a person is copied with what the service needs', async () => {
  const calendarId = '01900000-0000-7000-8000-00000000ca1e';
  await take({ ...person(a, 1, b), calendarId });
  const { rows } = await owner.query('SELECT * FROM person_copy');
  expect(rows).toEqual([
    {
      id: a,
      email: `${a}@kontor.local`,
      name: 'Name 1',
      manager_id: b,
      unit_id: null,
      roles: ['salesperson'],
      status: 'active',
      language: 'ru',
      time_zone: 'Europe/Moscow',
      person_version: 1,
      calendar_id: calendarId,
    },
  ]);
});

it('an older state that arrives late, or the same once more, changes nothing', async () => {
  await take(person(a, 3, b));
  const version = await owner.query('SELECT version FROM organisation_version');
  await take(person(a, 2, c));
  await take(person(a, 3, c));
  const { rows } = await owner.query('SELECT name, manager_id FROM person_copy');
  expect(rows).toEqual([{ name: 'Name 3', manager_id: b }]);
  expect(await lines()).toEqual([`${b} ${a}`]);
  expect((await owner.query('SELECT version FROM organisation_version')).rows).toEqual(version.rows);
});

it('a new name alone does not disturb the lines', async () => {
  await take(person(a, 1, b));
  const { rows } = await owner.query('SELECT version FROM organisation_version');
  await take(person(a, 2, b));
  expect((await owner.query('SELECT version FROM organisation_version')).rows).toEqual(rows);
});

it('a manager who comes after the reports is put above them', async () => {
  await take(person(a, 1, b));
  await take(person(b, 1, c));
  await take(person(c, 1));
  expect(await lines()).toEqual([`${b} ${a}`, `${c} ${a}`, `${c} ${b}`].sort());
});

it('a team moves with its head, and a head who leaves the line takes nobody along', async () => {
  await take(person(d, 1));
  await take(person(c, 1));
  await take(person(b, 1, c));
  await take(person(a, 1, b));
  await take(person(b, 2, d));
  expect(await lines()).toEqual([`${b} ${a}`, `${d} ${a}`, `${d} ${b}`].sort());
  await take(person(b, 3));
  expect(await lines()).toEqual([`${b} ${a}`]);
});

it('a cycle, which the copies may form for a moment, is walked and undone', async () => {
  await take(person(a, 1, b));
  await take(person(b, 1, c));
  await take(person(c, 1, a));
  expect(await lines()).toEqual(
    [`${a} ${b}`, `${a} ${c}`, `${b} ${a}`, `${b} ${c}`, `${c} ${a}`, `${c} ${b}`].sort(),
  );
  await take(person(c, 2));
  expect(await lines()).toEqual([`${b} ${a}`, `${c} ${a}`, `${c} ${b}`].sort());
});

it('whatever the order and however often, the lines come out as the newest states say', async () => {
  const ids = Array.from({ length: 6 }, () => randomUUID());
  const changes = fc.array(fc.record({ who: fc.nat(5), manager: fc.option(fc.nat(5), { nil: undefined }) }), {
    minLength: 1,
    maxLength: 12,
  });
  const scene = changes.chain((made) => {
    const versions = new Map<number, number>();
    const facts = made.map(({ who, manager }) => {
      const version = (versions.get(who) ?? 0) + 1;
      versions.set(who, version);
      const id = ids[who] ?? '';
      return person(id, version, manager === undefined || manager === who ? undefined : ids[manager]);
    });
    return fc.tuple(
      fc.constant(facts),
      fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2, maxLength: facts.length * 2 }),
    );
  });
  await fc.assert(
    fc.asyncProperty(scene, async ([facts, arrivals]) => {
      await owner.query('TRUNCATE person_copy, reporting_line');
      for (const fact of arrivals) await take(fact);
      expect(await lines()).toEqual(closure(new Map(facts.map(({ id, managerId }) => [id, managerId]))));
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('changes that two replicas handle at once do not lose each other', async () => {
  const ids = Array.from({ length: 10 }, () => randomUUID());
  for (let round = 1; round <= 5; round++) {
    const facts = ids.map((id, i) =>
      person(id, round, ids[(i + round) % ids.length === i ? -1 : Math.floor(i / (round + 1)) - 1]),
    );
    await Promise.all(facts.map((fact, i) => take(fact, i % 2)));
    expect(await lines()).toEqual(closure(new Map(facts.map(({ id, managerId }) => [id, managerId]))));
  }
});

it('every replica follows a change, whichever handled it, and stops when told', async () => {
  for (const { copy } of replicas) await copy.start();
  const boss = { ...nobody, kind: 'person', personId: b, roles: ['manager'] } as const;
  const all = (reached: boolean) => () =>
    replicas.every(({ copy }) => copy.current.reaches(boss, 'customer', a) === reached);
  await take(person(b, 1));
  await take(person(a, 1, b), 1);
  await until('both replicas to know the line', all(true));
  await take(person(a, 2, c), 0);
  await until('both replicas to know the new line', all(false));
  await replicas[1]?.copy.stop();
  await take(person(a, 3, b));
  await until('the other replica', () => replicas[0]?.copy.current.reaches(boss, 'customer', a));
  expect(replicas[1]?.copy.current.reaches(boss, 'customer', a)).toBe(false);
  expect(errors).toEqual([]);
});

it('a replica goes on looking after the database was away', async () => {
  const [replica] = replicas;
  await owner.query('ALTER TABLE organisation_version RENAME TO away');
  await until('an error to be told', () => errors.length > 0);
  await owner.query('ALTER TABLE away RENAME TO organisation_version');
  const boss = { ...nobody, kind: 'person', personId: d, roles: ['manager'] } as const;
  await take(person(d, 1));
  await take(person(a, 9, d));
  await until('the line to be known', () => replica?.copy.current.reaches(boss, 'customer', a));
});
