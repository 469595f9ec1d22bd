import { randomUUID } from 'node:crypto';
import { serviceCall } from '@kontor/access/call';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { ReadRequest } from '@kontor/contracts/gen/kontor/identity/v1/read_request';
import type { ListReadRequestsResponse } from '@kontor/contracts/gen/kontor/identity/v1/read_request_service';
import type { Substitution } from '@kontor/contracts/gen/kontor/identity/v1/substitution';
import { RpcClients } from '@kontor/rpc/client';
import { runService, type RunningService } from '@kontor/service/start-service';
import { createLogger } from '@kontor/telemetry/logger';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../../apps/customer/src/definition.js';
import { identity } from '../../apps/identity/src/identity.js';
import { freePort } from '../../tools/servers/ports.ts';

// Absence and asking the manager, as two services have it that know each other by events alone.

const people = '/kontor.identity.v1.PersonService';
const customers = '/kontor.customer.v1.CustomerService';
const substitutions = '/kontor.identity.v1.SubstitutionService';
const requests = '/kontor.identity.v1.ReadRequestService';
const password = 'a quiet morning';

interface Colleague {
  id: string;
  token: string;
}

let home: TestService;
let database: TestDatabase;
/** A replica of identity that verifies the tokens that identity itself signs. */
let replica: RunningService;
let customer: RunningService;
let clients: RpcClients;
let administrator: TestPerson;
let boss: Colleague;
let ann: Colleague;
let bob: Colleague;
let clara: Colleague;

beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  home = await testService('identity', identity);
  administrator = await home.person({ roles: ['administrator'] });
  database = await testDatabase('customer');
  const identityUrl = `127.0.0.1:${await freePort()}`;
  replica = await runService(
    identity({ ...home.settings, listen: identityUrl }),
    createLogger('identity', 'error'),
  );
  const listen = `127.0.0.1:${await freePort()}`;
  const { url: databaseUrl, ownerUrl: databaseOwnerUrl } = database;
  const urls = { databaseUrl, databaseOwnerUrl, listen, identityUrl };
  const settings = { ...home.settings, service: 'customer', ...urls };
  customer = await runService(customerService(settings), createLogger('customer', 'error'));
  clients = new RpcClients({ customer: listen, identity: identityUrl });
  [boss, clara] = await Promise.all([colleague({ roles: ['manager'] }), colleague()]);
  [ann, bob] = await Promise.all([colleague({ managerId: boss.id }), colleague({ managerId: boss.id })]);
}, 60_000);

afterAll(async () => {
  clients?.close();
  await customer?.stop();
  await replica?.stop();
  await database?.dispose();
  await home?.dispose();
});

const call = <T>(path: string, request: object, who?: Colleague, onBehalfOf?: string) =>
  clients.call<T>(
    path,
    request,
    { requestId: randomUUID(), language: 'en', deadline: Date.now() + 10_000, onBehalfOf },
    who?.token,
  );

/** Somebody who signed in as people do, known to the customer service. */
async function colleague(facts: object = {}): Promise<Colleague> {
  const email = `${randomUUID()}@example.com`;
  const { id } = await home.call<Person>(administrator, `${people}/CreatePerson`, {
    email,
    name: 'Ann',
    password,
    ...facts,
  });
  const session = await call<Session>('/kontor.identity.v1.SessionService/CreateSession', {
    email,
    password,
  });
  await until('the person to be known', () => customer.organisation.person(id));
  return { id, token: session.accessToken };
}

const create = (who: Colleague, onBehalfOf?: string) => {
  const request = { customer: { kind: 'company', name: `Acme ${randomUUID()}` } };
  return call<Customer>(`${customers}/CreateCustomer`, request, who, onBehalfOf);
};
const get = (who: Colleague, id: string) => call<Customer>(`${customers}/GetCustomer`, { id }, who);
const rename = (who: Colleague, id: string) =>
  call<Customer>(
    `${customers}/UpdateCustomer`,
    { id, customer: { name: 'Acme renamed' }, updateMask: ['name'] },
    who,
  );
const hidden = { code: 'not_found', reason: 'customer-not-found' };
const turnsHidden = (who: Colleague, id: string) =>
  until('the customer to be hidden', () =>
    get(who, id).then(
      () => false,
      (error: unknown) =>
        (error as { code?: string; problem?: { code: string } }).problem?.code === 'not_found',
    ),
  );
const audited = (id: string, action: string) =>
  customer.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
    tx.query(`SELECT person_id, on_behalf_of FROM audit WHERE object_id = $1 AND action = $2`, [id, action]),
  );
const refused = (attempt: Promise<unknown>) => expect(attempt).rejects.toMatchObject({ problem: hidden });

describe('who stands in', () => {
  it('sees and changes what the absent person owns, as long as it lasts, and the audit says in whose place', async () => {
    const { id } = await create(ann);
    await refused(get(bob, id));
    const substitution = { substituteId: bob.id, endTime: new Date(Date.now() + 3_600_000).toISOString() };
    const made = await call<Substitution>(`${substitutions}/CreateSubstitution`, { substitution }, ann);
    await until('the substitute to see it', () => get(bob, id));
    expect(await rename(bob, id)).toMatchObject({ name: 'Acme renamed', ownerId: ann.id });
    await refused(get(clara, id));
    await refused(rename(clara, id));
    expect(await audited(id, 'update')).toEqual([{ person_id: bob.id, on_behalf_of: ann.id }]);
    const another = await create(bob, ann.id);
    expect(another.ownerId).toBe(ann.id);
    expect(await audited(another.id, 'create')).toEqual([{ person_id: bob.id, on_behalf_of: ann.id }]);
    await expect(create(clara, ann.id)).rejects.toMatchObject({ problem: { reason: 'not-a-substitute' } });
    await call(`${substitutions}/CancelSubstitution`, { id: made.id }, ann);
    await turnsHidden(bob, id);
    expect(await get(ann, id)).toMatchObject({ name: 'Acme renamed' });
  });
});

describe('asking the manager', () => {
  const ask = (who: Colleague, objectId: string) => {
    const readRequest = { object: 'customer', objectId, question: 'Do we know them?' };
    return call<ReadRequest>(`${requests}/CreateReadRequest`, { readRequest }, who);
  };
  const status = async (who: Colleague, id: string) =>
    (await call<ReadRequest>(`${requests}/GetReadRequest`, { id }, who)).grantStatus;

  it('shows the record for a while, to who asked alone', async () => {
    const { id } = await create(ann);
    const request = await ask(bob, id);
    await refused(get(bob, id));
    const { readRequests } = await call<ListReadRequestsResponse>(
      `${requests}/ListReadRequestsToAnswer`,
      {},
      boss,
    );
    expect(readRequests).toMatchObject([{ id: request.id, personId: bob.id, status: 'open' }]);
    await call(`${requests}/GrantReadRequest`, { id: request.id, minutes: 5 }, boss);
    await until('the grant to hold', async () => (await status(bob, request.id)) === 'applied');
    expect(await until('the record to be seen', () => get(bob, id))).toMatchObject({ id, ownerId: ann.id });
    await expect(rename(bob, id)).rejects.toMatchObject({ problem: { reason: 'shared-for-reading' } });
    await refused(get(clara, id));
  });

  it('tells nothing of what the manager does not see either, or what there is not', async () => {
    const { id } = await create(clara);
    const asked = await Promise.all([ask(bob, id), ask(bob, randomUUID())]);
    for (const request of asked) await call(`${requests}/GrantReadRequest`, { id: request.id }, boss);
    for (const request of asked) {
      await until('the grant to be refused', async () => (await status(bob, request.id)) === 'refused');
      const seen = await call<ReadRequest>(`${requests}/GetReadRequest`, { id: request.id }, bob);
      expect(seen).toMatchObject({ status: 'granted', grantReason: 'record-not-seen' });
    }
    await refused(get(bob, id));
  });
});
