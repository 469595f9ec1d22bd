import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import type { EventTypes } from '@kontor/contracts/gen/events';
import type { Person, PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { serviceCall } from '@kontor/access/call';
import type { Transaction } from '@kontor/database/transaction';
import type { Language } from '@kontor/errors/languages';
import { copyPerson } from '@kontor/people/person-copy';
import { RpcClients } from '@kontor/rpc/client';
import { tokenIssuer } from '@kontor/rpc/tokens';
import type { ServiceSettings } from '@kontor/service/config';
import { runService, type RunningService, type ServiceDefinition } from '@kontor/service/start-service';
import { createLogger } from '@kontor/telemetry/logger';
import { natsProgram } from '../../../tools/servers/nats.ts';
import { freePort } from '../../../tools/servers/ports.ts';
import { launch, untilReady, type Launched } from '../../../tools/servers/processes.ts';
import { testDatabase, type TestDatabase } from './database.js';
import { testFolder } from './folder.js';

/** Somebody who calls a service in a test. */
export interface TestPerson {
  id: string;
  name: string;
  token: string;
}

/** What a test says of a person; the rest has defaults. */
export interface PersonFacts {
  name?: string;
  email?: string;
  managerId?: string;
  roles?: string[];
  language?: Language;
  timeZone?: string;
  unitId?: string;
  status?: PersonStatus;
}

/** One service, whole, on a database and a broker of its own. */
export interface TestService extends AsyncDisposable {
  running: RunningService;
  database: TestDatabase;
  settings: ServiceSettings;
  /** Adds a person to the service's copy of people, as an event of identity would, and signs the person in. */
  person(facts?: PersonFacts): Promise<TestPerson>;
  /** Changes the service's copies (roles, units, substitutions), as events of identity would, and has it know them. */
  know(work: (tx: Transaction) => Promise<unknown>): Promise<void>;
  /** Calls the service by gRPC as a person (or as nobody). Throws AppError as the service answered it. */
  call<T>(person: TestPerson | undefined, path: string, request: object, options?: CallOptions): Promise<T>;
  /** Events in the outbox, oldest first. */
  events<K extends keyof EventTypes>(type: K): Promise<EventTypes[K][]>;
  /** Asks, or changes, the service's own tables as the service itself may. */
  rows<R extends object>(sql: string, params?: unknown[]): Promise<R[]>;
  /** Rows of any table, as the database's owner sees them: none of row-secured tables. */
  ownerQuery<R extends object>(sql: string, params?: unknown[]): Promise<R[]>;
  dispose(): Promise<void>;
}

/** Circumstances of one call. */
export interface CallOptions {
  idempotencyKey?: string;
  language?: Language;
  /** In whose place the person acts. */
  onBehalfOf?: string;
}

/** Starts a service as `startService` would, with keys of the test's own. */
export async function testService(
  service: string,
  define: (settings: ServiceSettings) => ServiceDefinition,
): Promise<TestService> {
  const folder = await testFolder('service');
  const nats = await startNats(folder);
  const keys = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const publicKey = { ...(await exportJWK(keys.publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
  const listen = `127.0.0.1:${await freePort()}`;
  const database = await testDatabase(service);
  const settings = settingsFor(service, database, nats.url, listen);
  const definition: ServiceDefinition = {
    ...define(settings),
    keySource: () => () => Promise.resolve({ keys: [publicKey] }),
  };
  const running = await runService(definition, createLogger(service, 'error'));
  const clients = new RpcClients({ [service]: listen });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();

  const test: TestService = {
    running,
    database,
    settings,
    person: async (facts = {}) => {
      const person = personOf(facts);
      await addPerson(running, person);
      return { id: person.id, name: person.name, token: await signIn(person, keys.privateKey) };
    },
    know: async (work) => {
      await running.unitOfWork.write(serviceCall('test', 'know'), work);
      await running.organisation.refresh();
      await running.customFields.refresh();
    },
    rows: (sql, params = []) =>
      running.unitOfWork.write(serviceCall('test', 'rows'), (tx) => tx.query(sql, params)),
    call: (person, path, request, { idempotencyKey, language = 'en', onBehalfOf } = {}) =>
      clients.call(
        path,
        request,
        { requestId: randomUUID(), language, deadline: Date.now() + 10_000, idempotencyKey, onBehalfOf },
        person?.token,
      ),
    events: async <K extends keyof EventTypes>(type: K) => {
      const { rows } = await owner.query<{ payload: string }>(
        'SELECT payload FROM outbox WHERE type = $1 ORDER BY position',
        [type],
      );
      return rows.map(({ payload }) => JSON.parse(payload) as EventTypes[K]);
    },
    ownerQuery: async <R extends object>(sql: string, params: unknown[] = []) =>
      (await owner.query<R>(sql, params)).rows,
    dispose: async () => {
      clients.close();
      await owner.end();
      await running.stop();
      await database.dispose();
      await nats.stop();
      await rm(folder, { recursive: true, force: true });
    },
    [Symbol.asyncDispose]: () => test.dispose(),
  };
  return test;
}

function settingsFor(
  service: string,
  database: TestDatabase,
  natsUrl: string,
  listen: string,
): ServiceSettings {
  return {
    service,
    databaseUrl: database.url,
    databaseOwnerUrl: database.ownerUrl,
    databasePoolSize: 10,
    natsUrl,
    listen,
    secret: 'a secret of the test run',
    companyTimeZone: 'Asia/Shanghai',
    companyCountry: 'CN',
  };
}

async function startNats(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const program = await natsProgram({ storeDir: join(folder, 'store'), runDir: folder });
  const launched: Launched = await launch(program);
  await untilReady(program, launched);
  return { url: program.url, stop: async () => void (await launched.stop()) };
}

function personOf(facts: PersonFacts): Person {
  const id = uuidv7();
  const name = facts.name ?? 'Anna';
  return {
    id,
    name,
    email: facts.email ?? `${id}@kontor.local`,
    managerId: facts.managerId,
    unitId: facts.unitId,
    roles: facts.roles ?? ['salesperson'],
    language: facts.language ?? 'en',
    timeZone: facts.timeZone ?? 'Asia/Shanghai',
    status: facts.status ?? 'active',
    etag: '1',
    createTime: new Date().toISOString(),
    updateTime: new Date().toISOString(),
  };
}

async function addPerson({ unitOfWork, organisation }: RunningService, person: Person): Promise<void> {
  await unitOfWork.write(serviceCall('test', 'add person'), (tx) => copyPerson(tx, person));
  await organisation.refresh();
}

function signIn(
  person: Person,
  key: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'],
): Promise<string> {
  return new SignJWT({ sid: uuidv7(), roles: person.roles, lang: person.language, tz: person.timeZone })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'test' })
    .setSubject(person.id)
    .setIssuer(tokenIssuer)
    .setAudience(tokenIssuer)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(key);
}
