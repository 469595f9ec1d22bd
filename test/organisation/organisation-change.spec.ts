import { randomUUID } from 'node:crypto';
import { serviceCall } from '@kontor/access/call';
import type { Customer } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { Person, Session, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { RpcClients } from '@kontor/rpc/client';
import { runService, type RunningService } from '@kontor/service/start-service';
import { createLogger } from '@kontor/telemetry/logger';
import { testDatabase, type TestDatabase } from '@kontor/testing/database';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { until } from '@kontor/testing/until';
import { customerService } from '../../apps/customer/src/definition.js';
import { identity } from '../../apps/identity/src/identity.js';
import { freePort } from '../../tools/servers/ports.ts';

/** A change of the organisation holds in every service after this many milliseconds: the promise of the design. */
const promised = 5_000;
const people = '/kontor.identity.v1.PersonService';
const customers = '/kontor.customer.v1.CustomerService';
const password = 'a quiet morning';

let home: TestService;
let database: TestDatabase;
let customer: RunningService;
let clients: RpcClients;
let administrator: TestPerson;

beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  home = await testService('identity', identity);
  administrator = await home.person({ roles: ['administrator'] });
  database = await testDatabase('customer');
  const listen = `127.0.0.1:${await freePort()}`;
  const { url: databaseUrl, ownerUrl: databaseOwnerUrl } = database;
  const identityUrl = home.settings.listen;
  const settings = {
    ...home.settings,
    service: 'customer',
    databaseUrl,
    databaseOwnerUrl,
    listen,
    identityUrl,
  };
  customer = await runService(customerService(settings), createLogger('customer', 'error'));
  clients = new RpcClients({ customer: listen, identity: identityUrl });
}, 60_000);

afterAll(async () => {
  clients?.close();
  await customer?.stop();
  await database?.dispose();
  await home?.dispose();
});

const manage = <T>(path: string, request: object) => home.call<T>(administrator, path, request);
const call = <T>(path: string, request: object, token?: string) =>
  clients.call<T>(
    path,
    request,
    { requestId: randomUUID(), language: 'en', deadline: Date.now() + 10_000 },
    token,
  );

/** Somebody who signed in as people do, known to the customer service. */
async function colleague(facts: object = {}): Promise<{ id: string; token: string }> {
  const email = `${randomUUID()}@example.com`;
  const { id } = await manage<Person>(`${people}/CreatePerson`, { email, name: 'Ann', password, ...facts });
  const session = await call<Session>('/kontor.identity.v1.SessionService/CreateSession', {
    email,
    password,
  });
  await until('the person to be known', () => customer.organisation.person(id));
  return { id, token: session.accessToken };
}
const change = (id: string, person: object) =>
  manage(`${people}/UpdatePerson`, { id, person, updateMask: Object.keys(person) });
const create = (token: string) =>
  call<Customer>(`${customers}/CreateCustomer`, { customer: { kind: 'company', name: randomUUID() } }, token);
const get = (id: string, token: string) => call<Customer>(`${customers}/GetCustomer`, { id }, token);
const refusal = (what: string, attempt: () => Promise<unknown>) =>
  until(
    what,
    () =>
      attempt().then(
        () => undefined,
        (error: { problem?: object }) => error.problem,
      ),
    promised,
  );

describe('a change of the organisation in one service holds in another', () => {
  it('when a role is taken, and when it is given, for a token from before', async () => {
    const owner = await colleague();
    const { id } = await create(owner.token);
    // Another one stays, for the last administrator keeps the role.
    await colleague({ roles: ['administrator'] });
    const other = await colleague({ roles: ['administrator'] });
    await get(id, other.token);
    await change(other.id, { roles: ['salesperson'] });
    expect(await refusal('the role to be gone', () => get(id, other.token))).toMatchObject({
      code: 'not_found',
    });
    await change(other.id, { roles: ['administrator'] });
    await until('the role to be there', () => get(id, other.token), promised);
  });

  it('when somebody comes under a manager, and goes to another', async () => {
    const boss = await colleague({ roles: ['manager'] });
    const person = await colleague();
    const { id } = await create(person.token);
    await expect(get(id, boss.token)).rejects.toMatchObject({ problem: { code: 'not_found' } });
    await change(person.id, { managerId: boss.id });
    await until('the line to be there', () => get(id, boss.token), promised);
    await change(person.id, { managerId: undefined });
    expect(await refusal('the line to be gone', () => get(id, boss.token))).toMatchObject({
      code: 'not_found',
    });
  });

  it('when somebody left, whose records go to the manager', async () => {
    const boss = await colleague({ roles: ['manager'] });
    const person = await colleague({ managerId: boss.id });
    const { id } = await create(person.token);
    await manage('/kontor.identity.v1.EmploymentService/MarkPersonLeft', { id: person.id });
    expect(await refusal('the person to be out', () => create(person.token))).toMatchObject({
      code: 'unauthenticated',
      reason: 'signed-out',
    });
    await until(
      'the record to be the manager’s',
      async () => (await get(id, boss.token)).ownerId === boss.id,
    );
  });

  it('when units are made, moved and removed', async () => {
    const unit = (name: string, parentId?: string) =>
      manage<Unit>(`${people}/CreateUnit`, { unit: { name, parentId } });
    const north = await unit('North');
    const south = await unit('South');
    const shop = await unit('Shop', north.id);
    const person = await colleague({ unitId: shop.id });
    const below = ({ id }: Unit) => customer.organisation.current.inUnitAndBelow(id);
    await until('the unit to be there', () => below(north).includes(person.id), promised);
    const request = { id: shop.id, unit: { parentId: south.id }, updateMask: ['parentId'] };
    await manage(`${people}/UpdateUnit`, request);
    await until('the unit to be moved', () => below(south).includes(person.id), promised);
    expect(below(north)).toEqual([]);
    await change(person.id, { unitId: undefined });
    await manage(`${people}/DeleteUnit`, { id: shop.id });
    const lines = () =>
      customer.unitOfWork.read(serviceCall('customer', 'test'), (tx) =>
        tx.query('SELECT 1 FROM unit_line WHERE unit_id = $1', [shop.id]),
      );
    await until('the unit to be gone', async () => (await lines()).length === 0, promised);
  });
});
