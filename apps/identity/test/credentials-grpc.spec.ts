import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import type { CreateApiKeyResponse } from '@kontor/contracts/gen/kontor/identity/v1/api_key_service';
import type { ListSessionsResponse } from '@kontor/contracts/gen/kontor/identity/v1/device_service';
import type { Person, Session } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { RpcClients } from '@kontor/rpc/client';
import { runService, type RunningService } from '@kontor/service/start-service';
import { createLogger } from '@kontor/telemetry/logger';
import { testService, type TestPerson, type TestService } from '@kontor/testing/service';
import { freePort } from '../../../tools/servers/ports.ts';
import { identity } from '../src/identity.js';

const prefix = '/kontor.identity.v1';
const password = 'a quiet morning';
const unknown = '01900000-0000-7000-8000-00000000dead';

let test: TestService;
/** The same service with its own keys, as it runs outside of tests. */
let whole: RunningService;
let clients: RpcClients;
let administrator: TestPerson;
let salesperson: TestPerson;
beforeAll(async () => {
  process.env.IDENTITY_ARGON2_MEMORY_KIB = '64';
  test = await testService('identity', identity);
  administrator = await test.person({ roles: ['administrator'] });
  salesperson = await test.person({ roles: ['salesperson'] });
  const settings = { ...test.settings, listen: `127.0.0.1:${await freePort()}` };
  whole = await runService(identity(settings), createLogger('identity', 'error'));
  clients = new RpcClients({ identity: settings.listen });
}, 60_000);
afterAll(async () => {
  clients?.close();
  await whole?.stop();
  await test?.dispose();
});

const ask = <T>(path: string, request: object, token = '', userAgent?: string) =>
  clients.call<T>(
    `${prefix}.${path}`,
    request,
    {
      requestId: randomUUID(),
      language: 'ru',
      deadline: Date.now() + 10_000,
      userAgent,
      address: '192.0.2.7',
    },
    token,
  );

async function signedIn(userAgent?: string) {
  const email = `${randomUUID()}@example.com`;
  await test.call<Person>(administrator, `${prefix}.PersonService/CreatePerson`, {
    email,
    name: 'Ann',
    password,
  });
  return ask<Session>('SessionService/CreateSession', { email, password }, '', userAgent);
}

describe('who may', () => {
  it.each([
    ['DeviceService/DeletePersonSessions', { personId: unknown }],
    ['PasswordService/ResetPassword', { id: unknown }],
    ['TotpService/DisablePersonTotp', { personId: unknown }],
  ])('call %s: administrators only', async (path, request) => {
    const call = (who: TestPerson | undefined) => test.call(who, `${prefix}.${path}`, request);
    await expect(call(salesperson)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(call(undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(call(administrator)).rejects.toMatchObject({ reason: 'person-not-found' });
  });

  it.each([
    ['DeviceService/ListSessions', {}],
    ['DeviceService/DeleteSession', { id: unknown }],
    ['PasswordService/ChangePassword', { currentPassword: password, newPassword: password }],
    ['ApiKeyService/CreateApiKey', { name: 'Sync', scopes: ['customer.read'] }],
    ['ApiKeyService/ListApiKeys', {}],
    ['ApiKeyService/DeleteApiKey', { id: unknown }],
    ['TotpService/GetTotp', {}],
    ['TotpService/EnrolTotp', { password }],
    ['TotpService/ConfirmTotp', { code: '123456' }],
    ['TotpService/DisableTotp', { password, code: '123456' }],
  ])('call %s: only who is signed in', async (path, request) => {
    await expect(test.call(undefined, `${prefix}.${path}`, request)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('bad input', () => {
  it.each([
    ['PasswordService/RedeemPassword', { token: '', newPassword: 'short' }, ['token', 'newPassword']],
    ['PasswordService/ForgotPassword', { email: 'nobody' }, ['email']],
    ['ApiKeyService/ExchangeApiKey', { secret: 'x'.repeat(201) }, ['secret']],
    ['OidcService/CompleteOidc', { state: 's' }, ['code']],
  ])('of %s is named', async (path, request, fields) => {
    await expect(test.call(undefined, `${prefix}.${path}`, request)).rejects.toMatchObject({
      code: 'invalid',
      fields: fields.map((field) => ({ field })),
    });
  });

  it('of a new key is named: no scopes, and a name that is empty', async () => {
    const request = { name: ' ', scopes: [] };
    await expect(
      test.call(salesperson, `${prefix}.ApiKeyService/CreateApiKey`, request),
    ).rejects.toMatchObject({ code: 'invalid', fields: [{ field: 'name' }, { field: 'scopes' }] });
  });
});

describe('over gRPC', () => {
  it('a session shows the program and the address that the gateway told', async () => {
    const { accessToken } = await signedIn('Браузер/1 (Phone)');
    const { sessions } = await ask<ListSessionsResponse>('DeviceService/ListSessions', {}, accessToken);
    expect(sessions).toMatchObject([{ userAgent: '???????/1 (Phone)', address: '192.0.2.7', current: true }]);
  });

  it('a key with scopes reaches them and neither itself nor the rest', async () => {
    const { accessToken } = await signedIn();
    const { secret, apiKey } = await ask<CreateApiKeyResponse>(
      'ApiKeyService/CreateApiKey',
      { name: 'Sync', scopes: ['person.read'] },
      accessToken,
    );
    const exchanged = await ask<{ accessToken: string }>('ApiKeyService/ExchangeApiKey', { secret });
    expect(decodeJwt(exchanged.accessToken)).toMatchObject({ scp: ['person.read'], sid: apiKey?.id });
    await expect(ask('PersonService/ListPeople', {}, exchanged.accessToken)).resolves.toHaveProperty(
      'people',
    );
    for (const [path, request] of [
      ['PersonService/GetMe', {}],
      ['ApiKeyService/ListApiKeys', {}],
      ['DeviceService/ListSessions', {}],
      ['PersonService/CreatePerson', { email: 'x@example.com', name: 'X' }],
    ] as const) {
      await expect(ask(path, request, exchanged.accessToken)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('refusals speak the caller’s language', async () => {
    await expect(ask('OidcService/BeginOidc', {})).rejects.toMatchObject({
      problem: { reason: 'oidc-not-configured', detail: 'Единый вход не настроен. Войдите с паролем.' },
    });
  });
});
