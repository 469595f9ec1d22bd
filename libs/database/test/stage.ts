import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { serviceCall, type Call } from '@kontor/access/call';
import type { Caller } from '@kontor/access/caller';
import { Organisation, type OrganisationFacts, type OrganisationPerson } from '@kontor/access/organisation';
import { commonMigrations } from '@kontor/people/common-migrations';
import { copyPerson } from '@kontor/people/person-copy';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testServers } from '@kontor/testing/servers';
import { createDataSource, poolOf } from '../src/data-source.js';
import { migrate } from '../src/migrate.js';
import type { NewRow, Transaction } from '../src/transaction.js';
import { UnitOfWork } from '../src/unit-of-work.js';
import { Desk, deskEntities, Desks1763000000000 } from './desk.entities.js';

/** The event that these tests send; what it says does not matter. */
export const eventType = 'kontor.identity.v1.SessionEnded';

/** Tables in the order that migrations make them. */
export const deskMigrations = [...commonMigrations, Desks1763000000000];

/** A database with desks, and units of work on it. */
export interface Stage {
  database: TestDatabase;
  dataSource: DataSource;
  unitOfWork: UnitOfWork;
  /** A connection past all row-level security, to see what really stands in the tables. */
  admin: pg.Client;
  /** Replaces the people (salespeople unless they say their roles), in memory and in the copies; further facts in memory only. */
  organise(people: readonly OrganisationPerson[], facts?: OrganisationFacts): Promise<void>;
  /** Another unit of work with a pool of its own, as in another process. */
  replica(poolSize?: number): Promise<UnitOfWork>;
  /** Number of rows of each of the tables that a write may touch. */
  rowCounts(): Promise<Record<string, number>>;
  dispose(): Promise<void>;
}

/** Sets up a database of its own. */
export async function stage(poolSize = 10): Promise<Stage> {
  const database = await testDatabase('desk');
  const owner = createDataSource(
    { url: database.ownerUrl, poolSize: 2, applicationName: 'migrations' },
    deskEntities,
    deskMigrations,
  );
  await migrate(owner, database.ownerUrl, database.name);
  const address = new URL(testServers().postgresUrl);
  address.pathname = database.name;
  const admin = new pg.Client(address.href);
  await admin.connect();
  let organisation = new Organisation([]);
  const sources: DataSource[] = [];
  const replica = async (size = poolSize): Promise<UnitOfWork> => {
    const settings = { url: database.url, poolSize: size, applicationName: 'desk' };
    const source = await createDataSource(settings, deskEntities).initialize();
    sources.push(source);
    return new UnitOfWork(source, {
      service: 'desk',
      organisation: () => organisation,
      constraints: { desk_rank: { reason: 'rank-taken', field: 'rank' } },
    });
  };
  const unitOfWork = await replica();
  return {
    database,
    dataSource: unitOfWork.dataSource,
    unitOfWork,
    admin,
    replica,
    organise: async (people, facts) => {
      organisation = new Organisation(people, facts);
      await admin.query('TRUNCATE person_copy, reporting_line');
      await unitOfWork.write(serviceCall('desk', 'test'), async (tx) => {
        for (const { id, managerId, unitId, roles = ['salesperson'] } of people) {
          await copyPerson(tx, {
            ...{ id, managerId, unitId, roles: [...roles], name: 'Person', email: `${id}@kontor.local` },
            ...{ status: 'active', language: 'en', timeZone: 'UTC', etag: '1' },
          });
        }
      });
    },
    rowCounts: async () => {
      const { rows } = await admin.query<Record<string, number>>(
        `SELECT (SELECT count(*)::int FROM desk) AS desk, (SELECT count(*)::int FROM audit) AS audit,
           (SELECT count(*)::int FROM outbox) AS outbox, (SELECT count(*)::int FROM idempotency) AS idempotency`,
      );
      return rows[0] ?? {};
    },
    dispose: async () => {
      await Promise.all(sources.map((source) => source.destroy()));
      await admin.end();
      await database.dispose();
    },
  };
}

/** A person who is signed in. */
export function person(personId: string = randomUUID(), roles: Caller['roles'] = ['salesperson']): Caller {
  return { kind: 'person', personId, sessionId: randomUUID(), roles, language: 'en', timeZone: 'UTC' };
}

/** A call of a person. */
export function callOf(caller: Caller, more: Partial<Call> = {}): Call {
  return {
    caller,
    method: '/kontor.desk.v1.DeskService/CreateDesk',
    requestId: randomUUID(),
    language: 'en',
    deadline: Date.now() + 10_000,
    fingerprint: '',
    ...more,
  };
}

/** A new desk of an owner. */
export function desk(ownerId: string, more: Partial<Desk> = {}): NewRow<Desk> {
  return { ownerId, title: 'Desk', tags: [], rank: 0, ...more };
}

/** How somebody makes desks and looks at them on a stage, which stands when the tests run. */
export function desksOf({ personId, ...caller }: Caller, set: () => Stage) {
  const call = () => callOf({ personId, ...caller });
  return {
    create: (more: Partial<Desk> = {}) =>
      set().unitOfWork.write(call(), async (tx) => tx.insert(Desk, desk(personId, more))),
    load: (id: string) => set().unitOfWork.read(call(), (tx) => tx.get(Desk, id)),
  };
}

/** Sends the event of an aggregate. */
export function ended(tx: Transaction, aggregateId: string, version = 1): void {
  tx.emit(eventType, { id: aggregateId, version }, { sessionId: aggregateId, personId: '' });
}

/** A unit of work on a single connection, and the moment at which that connection was last asked something. */
export async function alone({ replica, admin }: Stage) {
  const unitOfWork = await replica(1);
  const { rows: own } = await poolOf(unitOfWork.dataSource).query<{ pid: number }>(
    'SELECT pg_backend_pid() AS pid',
  );
  const lastAsked = async () => {
    const { rows } = await admin.query('SELECT query_start::text FROM pg_stat_activity WHERE pid = $1', [
      own[0]?.pid,
    ]);
    return rows[0] as unknown;
  };
  return { unitOfWork, lastAsked };
}
