import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Person, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { serviceCall } from '@kontor/access/call';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { OrganisationCopy } from '../src/organisation-copy.js';
import { copyPerson } from '../src/person-copy.js';
import { PersonCopy } from '../src/person-copy.entity.js';
import { commonMigrations } from '../src/common-migrations.js';
import { copyUnit, deleteUnitCopy } from '../src/unit-copy.js';
import { UnitCopy } from '../src/unit-copy.entity.js';

let database: TestDatabase;
let owner: pg.Client;
let source: DataSource;
let unitOfWork: UnitOfWork;
let copy: OrganisationCopy;

beforeAll(async () => {
  database = await testDatabase('people', { migrations: commonMigrations });
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  source = await createDataSource({ url: database.url, applicationName: 'people' }, [
    PersonCopy,
    UnitCopy,
  ]).initialize();
  copy = new OrganisationCopy(poolOf(source), (error) => {
    throw error;
  });
  unitOfWork = new UnitOfWork(source, { service: 'people', organisation: () => copy.current });
}, 60_000);

afterAll(async () => {
  await copy?.stop();
  await source?.destroy();
  await owner?.end();
  await database?.dispose();
});

beforeEach(() => owner.query('TRUNCATE person_copy, reporting_line, unit_copy, unit_line'));

const within = <T>(work: (tx: Transaction) => Promise<T>) =>
  unitOfWork.write(serviceCall('people', 'test'), work);
const unit = (id: string, version: number, parentId?: string, more: Partial<Unit> = {}): Unit => ({
  id,
  name: `Name ${version}`,
  parentId,
  kind: 'team',
  etag: String(version),
  ...more,
});
const take = (fact: Unit) => within((tx) => copyUnit(tx, fact));
const remove = (unitId: string, version: number) =>
  within((tx) => deleteUnitCopy(tx, { unitId, etag: String(version) }));

/** Upper unit and unit, as the table has them. */
async function lines(): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(
    `SELECT upper_id || ' ' || unit_id AS line FROM unit_line ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}
const [a, b, c, d] = Array.from({ length: 4 }, () => randomUUID()) as [string, string, string, string];

it('a unit is copied with what the service needs, and lies within itself', async () => {
  await take(unit(a, 1, b, { headId: c }));
  expect(await within((tx) => tx.find(UnitCopy, a))).toEqual({
    id: a,
    name: 'Name 1',
    parentId: b,
    kind: 'team',
    headId: c,
    deleted: false,
    unitVersion: 1,
  });
  expect(await lines()).toEqual([`${a} ${a}`, `${b} ${a}`].sort());
});

it('an older state that arrives late, or the same once more, changes nothing', async () => {
  await take(unit(a, 3, b));
  await take(unit(a, 2, c));
  await take(unit(a, 3, c));
  expect((await owner.query('SELECT name, parent_id FROM unit_copy')).rows).toEqual([
    { name: 'Name 3', parent_id: b },
  ]);
});

it('a removed unit is gone, and an older state does not bring it back', async () => {
  await take(unit(a, 1));
  await take(unit(b, 1, a));
  await remove(b, 2);
  await take(unit(b, 1, a));
  expect(await lines()).toEqual([`${a} ${a}`]);
  await remove(c, 4);
  await take(unit(c, 3, a));
  expect(await lines()).toEqual([`${a} ${a}`]);
});

it('the lines are right whatever order the facts arrive in, also twice and in a cycle of the moment', async () => {
  const ids = [a, b, c, d];
  const scene = fc
    .tuple(...ids.map(() => fc.option(fc.constantFrom(...ids), { nil: undefined })))
    .chain((parents) => {
      const facts = ids.flatMap((id, i) => [unit(id, 1, ids[(i + 1) % 4]), unit(id, 2, parents[i])]);
      const twice = [...facts, ...facts];
      const all = { minLength: twice.length, maxLength: twice.length };
      return fc.tuple(fc.constant(parents), fc.shuffledSubarray(twice, all));
    });
  await fc.assert(
    fc.asyncProperty(scene, async ([parents, arrivals]) => {
      await owner.query('TRUNCATE unit_copy, unit_line');
      for (const fact of arrivals) await take(fact);
      const parentOf = new Map(ids.map((id, i) => [id, parents[i]]));
      const expected = ids.flatMap((id) => {
        const met = new Set<string>();
        for (let at: string | undefined = id; at && !met.has(at); at = parentOf.get(at)) met.add(at);
        return [...met].map((upper) => `${upper} ${id}`);
      });
      expect(await lines()).toEqual(expected.sort());
    }),
    { numRuns: 30 },
  );
}, 60_000);

it('memory knows units, roles and standing, and notices each change of them', async () => {
  const person = (version: number, facts: Partial<Person>): Person => ({
    id: a,
    email: 'anna@kontor.local',
    name: 'Anna',
    roles: ['manager'],
    language: 'en',
    timeZone: 'UTC',
    status: 'active',
    etag: String(version),
    ...facts,
  });
  const heard = async (version: number, facts: Partial<Person>) => {
    await within((tx) => copyPerson(tx, person(version, facts)));
    await copy.refresh();
    return { ...copy.person(a), units: copy.current.unitsOf(a) };
  };
  await take(unit(b, 1, c));
  await take(unit(c, 1));
  expect(copy.person(d)).toBeUndefined();
  expect(await heard(1, {})).toMatchObject({ roles: ['manager'], status: 'active', units: [] });
  expect(copy.person(a)?.rights.may('customer.transfer')).toBe(true);
  expect((await heard(2, { unitId: b })).units).toEqual([b, c]);
  expect((await heard(3, { unitId: b, roles: ['salesperson'] })).roles).toEqual(['salesperson']);
  expect((await heard(4, { unitId: b, status: 'left' })).status).toBe('left');
  await take(unit(b, 2));
  await copy.refresh();
  expect([copy.current.unitsOf(a), copy.current.inUnitAndBelow(c)]).toEqual([[b], []]);
});
