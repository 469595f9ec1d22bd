import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { Reach, Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { SubstitutionChanged } from '@kontor/contracts/gen/kontor/identity/v1/substitution_events';
import { serviceCall } from '@kontor/access/call';
import { nobody, type Caller } from '@kontor/access/caller';
import { createDataSource, poolOf } from '@kontor/database/data-source';
import type { Transaction } from '@kontor/database/transaction';
import { UnitOfWork } from '@kontor/database/unit-of-work';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { roleOf } from '@kontor/testing/identity-records';
import { commonMigrations } from '../src/common-migrations.js';
import { OrganisationCopy } from '../src/organisation-copy.js';
import { copyPerson } from '../src/person-copy.js';
import { PersonCopy } from '../src/person-copy.entity.js';
import { copyRole, deleteRoleCopy } from '../src/role-copy.js';
import { copySubstitution } from '../src/substitution-copy.js';

let database: TestDatabase;
let owner: pg.Client;
/** Two replicas: each with a pool and a copy of its own. */
let replicas: { source: DataSource; unitOfWork: UnitOfWork; copy: OrganisationCopy }[];

beforeAll(async () => {
  database = await testDatabase('people', { migrations: commonMigrations });
  owner = new pg.Client(database.ownerUrl);
  await owner.connect();
  replicas = await Promise.all(
    [1, 2].map(async () => {
      const settings = { url: database.url, applicationName: 'people' };
      const source = await createDataSource(settings, [PersonCopy]).initialize();
      const copy = new OrganisationCopy(poolOf(source), (error) => {
        throw error;
      });
      return {
        source,
        copy,
        unitOfWork: new UnitOfWork(source, { service: 'people', organisation: () => copy.current }),
      };
    }),
  );
}, 60_000);

afterAll(async () => {
  for (const { source } of replicas ?? []) await source.destroy();
  await owner?.end();
  await database?.dispose();
});

beforeEach(() => owner.query('TRUNCATE person_copy, reporting_line, role_copy, substitution_copy, share'));

const within = (work: (tx: Transaction) => Promise<void>, replica = 0) =>
  replicas[replica]!.unitOfWork.write(serviceCall('people', 'test'), work);
const [a, b, c] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
const caller = (personId: string, ...roles: string[]): Caller => ({
  ...nobody,
  kind: 'person',
  personId,
  roles,
});

const role = (id: string, version: number, reach: Reach, more: Partial<Role> = {}): Role =>
  roleOf(id, { reaches: [{ object: 'customer', reach }], etag: String(version), ...more });
const removed = (roleId: string, version: number) => ({ roleId, etag: String(version) });
const standing = (
  id: string,
  version: number,
  more: Partial<SubstitutionChanged> = {},
): SubstitutionChanged => ({
  ...{ id, personId: a, substituteId: b, objects: [], cancelled: false, etag: String(version) },
  ...{ startTime: '2020-01-01T00:00:00.000Z', endTime: '2999-01-01T00:00:00.000Z' },
  ...more,
});
const person = (id: string, roles: string[]): Person => ({
  ...{ id, roles, email: `${id}@kontor.local`, name: 'Name', language: 'en', timeZone: 'UTC' },
  ...{ managerId: undefined, unitId: undefined, status: 'active', etag: '1' },
});

/** Whose customers both replicas say that a person reaches; they must agree, and with the functions of the wall too. */
async function reached(id: string, ...roles: string[]): Promise<string[] | 'all'> {
  const said = await Promise.all(
    replicas.map(async ({ copy }) => {
      await copy.refresh();
      const { owners } = copy.current.reach(caller(id, ...roles), 'customer');
      return owners === 'all' ? owners : [...owners].sort();
    }),
  );
  await owner.query(`SELECT set_config('kontor.person', $1, false)`, [id]);
  const { rows } = await owner.query<{ all: boolean; owners: string[] }>(
    `SELECT reaches_all('customer') AS all, ARRAY(SELECT reached_owners('customer') ORDER BY 1)::text[] AS owners`,
  );
  expect(said).toEqual([said[0], said[0]]);
  expect(rows[0]?.all ? 'all' : rows[0]?.owners).toEqual(said[0]);
  return said[0]!;
}

describe('the copy of roles', () => {
  it('decides how far their holders reach, in memory and in the wall', async () => {
    await within((tx) => copyPerson(tx, person(a, ['clerk'])));
    expect(await reached(a, 'clerk')).toEqual([a]);
    await within((tx) => copyRole(tx, role('clerk', 1, 'all')));
    expect(await reached(a, 'clerk')).toBe('all');
    await within((tx) => copyRole(tx, role('clerk', 2, 'own')), 1);
    expect(await reached(a, 'clerk')).toEqual([a]);
  });

  it('takes nothing from an older state that arrives late, nor from the same once more', async () => {
    await within((tx) => copyPerson(tx, person(a, ['clerk'])));
    await within((tx) => copyRole(tx, role('clerk', 3, 'own')));
    const { rows } = await owner.query('SELECT version FROM organisation_version');
    await within((tx) => copyRole(tx, role('clerk', 2, 'all')));
    await within((tx) => copyRole(tx, role('clerk', 3, 'all')));
    await within((tx) => deleteRoleCopy(tx, removed('clerk', 2)));
    expect(await reached(a, 'clerk')).toEqual([a]);
    expect((await owner.query('SELECT version FROM organisation_version')).rows).toEqual(rows);
  });

  it('gives nothing by a removed role, and an older state does not bring it back', async () => {
    await within((tx) => copyPerson(tx, person(a, ['clerk'])));
    await within((tx) => copyRole(tx, role('clerk', 1, 'all', { permissions: ['customer.read'] })));
    await within((tx) => deleteRoleCopy(tx, removed('clerk', 3)), 1);
    await within((tx) => copyRole(tx, role('clerk', 2, 'all')));
    expect(await reached(a, 'clerk')).toEqual([a]);
    expect(replicas[0]!.copy.person(a)?.rights.may('customer.read')).toBe(false);
  });

  it('knows a removed role of Kontor’s as Kontor ships it', async () => {
    await within(async (tx) => {
      await copyPerson(tx, person(b, ['manager']));
      await copyPerson(tx, { ...person(a, []), managerId: b });
      await copyRole(tx, role('manager', 1, 'own'));
    });
    expect(await reached(b, 'manager')).toEqual([b]);
    expect(replicas[0]!.copy.person(b)?.rights.may('customer.read')).toBe(false);
    await within((tx) => deleteRoleCopy(tx, removed('manager', 2)));
    expect(await reached(b, 'manager')).toEqual([a, b].sort());
    expect(replicas[0]!.copy.person(b)?.rights.may('customer.read')).toBe(true);
  });

  it('ends as the newest state says, whatever the order and however often states arrive', async () => {
    await within((tx) => copyPerson(tx, person(a, ['clerk'])));
    const reaches = fc.array(fc.constantFrom<Reach | 'gone'>('own', 'all', 'gone'), {
      minLength: 1,
      maxLength: 5,
    });
    const scene = reaches.chain((states) => {
      const versions = states.flatMap((_, i) => [i + 1, i + 1]);
      const whole = { minLength: versions.length, maxLength: versions.length };
      return fc.tuple(fc.constant(states), fc.shuffledSubarray(versions, whole));
    });
    await fc.assert(
      fc.asyncProperty(scene, async ([states, arrivals]) => {
        await owner.query('TRUNCATE role_copy');
        await Promise.all(
          arrivals.map((version, i) => {
            const state = states[version - 1]!;
            return within(
              (tx) =>
                state === 'gone'
                  ? deleteRoleCopy(tx, removed('clerk', version))
                  : copyRole(tx, role('clerk', version, state)),
              i % 2,
            );
          }),
        );
        expect(await reached(a, 'clerk')).toEqual(states.at(-1) === 'all' ? 'all' : [a]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the copy of substitutions', () => {
  beforeEach(() =>
    within(async (tx) => {
      await copyPerson(tx, person(a, ['salesperson']));
      await copyPerson(tx, person(b, ['salesperson']));
      await copyPerson(tx, person(c, ['administrator']));
    }),
  );

  it('lets the substitute reach what the absent person reaches, until it is cancelled', async () => {
    const id = randomUUID();
    await within((tx) => copySubstitution(tx, standing(id, 1)));
    expect(await reached(b, 'salesperson')).toEqual([a, b].sort());
    await within((tx) => copySubstitution(tx, standing(id, 2, { cancelled: true })), 1);
    expect(await reached(b, 'salesperson')).toEqual([b]);
  });

  it('takes nothing from an older state that arrives late', async () => {
    const id = randomUUID();
    await within((tx) => copySubstitution(tx, standing(id, 2, { cancelled: true })));
    await within((tx) => copySubstitution(tx, standing(id, 1)));
    expect(await reached(b, 'salesperson')).toEqual([b]);
  });

  it('leads on to those whom an absent substitute stands in for, with their roles', async () => {
    await within((tx) => copySubstitution(tx, standing(randomUUID(), 1)));
    await within((tx) => copySubstitution(tx, standing(randomUUID(), 1, { personId: c, substituteId: a })));
    expect(await reached(b, 'salesperson')).toBe('all');
  });

  it('counts neither before its start, nor after its end, nor for other objects', async () => {
    for (const more of [
      { startTime: '2998-01-01T00:00:00.000Z' },
      { endTime: '2020-01-02T00:00:00.000Z' },
      { objects: ['contact'] },
    ])
      await within((tx) => copySubstitution(tx, standing(randomUUID(), 1, more)));
    expect(await reached(b, 'salesperson')).toEqual([b]);
  });

  it('ends at its end though nobody tells: a replica that loaded it before judges by the clock', async () => {
    await within((tx) =>
      copySubstitution(tx, standing(randomUUID(), 1, { endTime: '2900-01-01T00:00:00.000Z' })),
    );
    await replicas[0]!.copy.refresh();
    const { current } = replicas[0]!.copy;
    const at = (time: string) => current.reach(caller(b, 'salesperson'), 'customer', Date.parse(time)).owners;
    expect(at('2899-12-31T23:59:59.999Z')).toHaveLength(2);
    expect(at('2900-01-01T00:00:00.000Z')).toEqual([b]);
  });
});

describe('a share', () => {
  it('is noticed by every replica, whoever wrote it, and so is its end', async () => {
    const grantees = async () => {
      for (const { copy } of replicas) await copy.refresh();
      return replicas.map(({ copy }) => copy.current.reach(caller(a, 'salesperson'), 'customer').grantees);
    };
    await within((tx) => copyPerson(tx, person(a, ['salesperson'])));
    expect(await grantees()).toEqual([[], []]);
    await owner.query(
      `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, grantor_id, source)
       VALUES (gen_random_uuid(), 'customer', $1, 'person', $2, 'read', now(), $1, 'share')`,
      [c, a],
    );
    expect(await grantees()).toEqual([[a], [a]]);
    await owner.query('DELETE FROM share');
    expect(await grantees()).toEqual([[], []]);
  });
});
