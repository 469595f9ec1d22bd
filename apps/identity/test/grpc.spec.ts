import { randomUUID } from 'node:crypto';
import type { Person, Session, Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { ListPeopleResponse } from '@kontor/contracts/gen/kontor/identity/v1/identity_service';
import { RpcClients } from '@kontor/rpc/client';
import { runService, type RunningService } from '@kontor/service/start-service';
import { createLogger } from '@kontor/telemetry/logger';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { freePort } from '../../../tools/servers/ports.ts';
import { identity } from '../src/identity.js';

const people = '/kontor.identity.v1.PersonService';
const sessions = '/kontor.identity.v1.SessionService';
const password = 'a quiet morning';
const unknown = '01900000-0000-7000-8000-00000000dead';

let test: TestService;
let administrator: TestPerson;
let salesperson: TestPerson;
beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  process.env.KONTOR_ADMIN_PASSWORD = 'the first password';
  test = await testService('identity', identity);
  administrator = await test.person({ roles: ['administrator'] });
  salesperson = await test.person({ roles: ['salesperson'] });
});
afterAll(() => test?.dispose());

const email = () => `${randomUUID()}@example.com`;

describe('people over gRPC', () => {
  it('are made and changed by an administrator and read by everybody', async () => {
    const made = await test.call<Person>(administrator, `${people}/CreatePerson`, {
      email: email(),
      name: 'Ann',
      password,
    });
    expect(made).toMatchObject({ name: 'Ann', roles: ['salesperson'], status: 'active', etag: '1' });
    const request = {
      id: made.id,
      person: { name: 'Anna', unitId: undefined },
      updateMask: ['name', 'unitId'],
      etag: '1',
    };
    const changed = await test.call<Person>(administrator, `${people}/UpdatePerson`, request);
    expect(changed).toMatchObject({ name: 'Anna', etag: '2' });
    expect(await test.call<Person>(salesperson, `${people}/GetPerson`, { id: made.id })).toEqual(changed);
    const filter = JSON.stringify({ field: 'id', op: 'eq', value: made.id });
    const page = await test.call<ListPeopleResponse>(salesperson, `${people}/ListPeople`, {
      filter,
      withTotal: true,
    });
    expect(page).toMatchObject({ people: [changed], totalSize: 1 });
    const events = await test.events('kontor.identity.v1.PersonChanged');
    expect(events.filter(({ person }) => person?.id === made.id)).toEqual([
      { person: made },
      { person: changed },
    ]);
  });

  it.each([
    ['CreatePerson', { email: 'x@example.com', name: 'X' }],
    ['UpdatePerson', { id: unknown, person: { name: 'X' }, updateMask: ['name'] }],
    ['CreateUnit', { unit: { name: 'X' } }],
    ['UpdateUnit', { id: unknown, unit: { name: 'X' }, updateMask: ['name'] }],
  ])('refuse %s to a salesperson, and to who is not signed in', async (name, request) => {
    await expect(test.call(salesperson, `${people}/${name}`, request)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    });
    await expect(test.call(undefined, `${people}/${name}`, request)).rejects.toMatchObject({
      problem: { code: 'unauthenticated' },
    });
  });

  it('name the field at fault, in the language of the caller', async () => {
    const request = { email: email(), name: 'Li', password: 'qwertyuiop' };
    await expect(
      test.call(administrator, `${people}/CreatePerson`, request, { language: 'zh-CN' }),
    ).rejects.toMatchObject({
      problem: {
        code: 'invalid',
        fields: [{ field: 'password', reason: 'password-common', message: expect.stringMatching(/密码/) }],
      },
    });
  });

  it('show the current record to who has an old version', async () => {
    const made = await test.call<Person>(administrator, `${people}/CreatePerson`, {
      email: email(),
      name: 'Ann',
    });
    const request = { id: made.id, person: { name: 'Eve' }, updateMask: ['name'], etag: '9' };
    await expect(test.call(administrator, `${people}/UpdatePerson`, request)).rejects.toMatchObject({
      problem: { code: 'stale', current: made },
    });
  });

  it('work in units', async () => {
    const unit = await test.call<Unit>(administrator, `${people}/CreateUnit`, { unit: { name: 'North' } });
    const request = { email: email(), name: 'Ann', unitId: unit.id };
    expect(await test.call<Person>(administrator, `${people}/CreatePerson`, request)).toMatchObject({
      unitId: unit.id,
    });
  });
});

describe('sessions over gRPC', () => {
  let replica: RunningService;
  let clients: RpcClients;
  const call = <T>(path: string, request: object, token?: string) =>
    clients.call<T>(
      path,
      request,
      { requestId: randomUUID(), language: 'en', deadline: Date.now() + 10_000 },
      token,
    );

  // A replica that verifies tokens as in real life: with the keys in its own table.
  beforeAll(async () => {
    const listen = `127.0.0.1:${await freePort()}`;
    replica = await runService(identity({ ...test.settings, listen }), createLogger('identity', 'error'));
    clients = new RpcClients({ identity: listen });
  });
  afterAll(async () => {
    clients?.close();
    await replica?.stop();
  });

  it('begin with a password, tell who one is, are refreshed and end', async () => {
    const request = { email: 'Admin@kontor.local', password: 'the first password' };
    const session = await call<Session>(`${sessions}/CreateSession`, request);
    expect(session).toMatchObject({
      expiresIn: 300,
      person: { email: 'admin@kontor.local', roles: ['administrator'] },
    });
    expect(await call<Person>(`${people}/GetMe`, {}, session.accessToken)).toEqual(session.person);
    const next = await call<Session>(`${sessions}/RefreshSession`, { refreshToken: session.refreshToken });
    expect(await call(`${sessions}/DeleteCurrentSession`, {}, next.accessToken)).toEqual({});
    await expect(
      call(`${sessions}/RefreshSession`, { refreshToken: next.refreshToken }),
    ).rejects.toMatchObject({
      problem: { code: 'unauthenticated', reason: 'signed-out' },
    });
    expect(await test.events('kontor.identity.v1.SessionEnded')).toHaveLength(1);
  });

  it('count with the roles of now, and end with the person, on the next request', async () => {
    const request = { email: 'admin@kontor.local', password: 'the first password' };
    const { accessToken: admin } = await call<Session>(`${sessions}/CreateSession`, request);
    const facts = { email: email(), name: 'Ann', password, roles: ['administrator'] };
    const { id } = await call<Person>(`${people}/CreatePerson`, facts, admin);
    const { accessToken } = await call<Session>(`${sessions}/CreateSession`, {
      email: facts.email,
      password,
    });
    const create = () => call(`${people}/CreateUnit`, { unit: { name: email() } }, accessToken);
    const roles = (held: string[]) =>
      call(`${people}/UpdatePerson`, { id, person: { roles: held }, updateMask: ['roles'] }, admin);
    await create();
    await roles(['manager']);
    await expect(create()).rejects.toMatchObject({ problem: { code: 'forbidden' } });
    await roles(['administrator']);
    await create();
    const { id: taker } = await call<Person>(`${people}/CreatePerson`, { ...facts, email: email() }, admin);
    await call('/kontor.identity.v1.EmploymentService/MarkPersonLeft', { id, personIds: [taker] }, admin);
    await expect(call(`${people}/GetMe`, {}, accessToken)).rejects.toMatchObject({
      problem: { code: 'unauthenticated', reason: 'signed-out' },
    });
    const ended = await test.events('kontor.identity.v1.SessionEnded');
    expect(ended.filter(({ personId }) => personId === id)).toHaveLength(1);
  });

  it('publish the keys that verify their tokens, without the private half', async () => {
    const { keys } = await call<{ keys: object[] }>(`${sessions}/ListKeys`, {});
    expect(keys).toEqual([
      {
        kty: 'OKP',
        crv: 'Ed25519',
        alg: 'EdDSA',
        use: 'sig',
        kid: expect.any(String),
        x: expect.any(String),
      },
    ]);
  });

  it('are refused to a token that another key signed', async () => {
    await expect(call(`${people}/GetMe`, {}, administrator.token)).rejects.toMatchObject({
      problem: { code: 'unauthenticated', reason: 'signed-out' },
    });
  });

  it('are refused after too many failures, with the time to wait', async () => {
    const attempt = () =>
      call(`${sessions}/CreateSession`, { email: 'guessed@example.com', password: 'wrong' });
    for (let i = 0; i < 10; i++)
      await expect(attempt()).rejects.toMatchObject({ problem: { reason: 'sign-in-failed' } });
    await expect(attempt()).rejects.toMatchObject({
      problem: { code: 'exhausted', reason: 'too-many-sign-ins', retryAfterSeconds: expect.any(Number) },
    });
  });
});
