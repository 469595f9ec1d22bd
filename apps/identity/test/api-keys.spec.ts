import { decodeJwt } from 'jose';
import type { Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import type { Person } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { serviceCall } from '@kontor/access/call';
import { TokenVerifier } from '@kontor/rpc/tokens';
import { removeKeysOf } from '../src/api-key/remove-keys.js';
import { verificationKeys } from '../src/session/signing-keys.js';
import {
  by,
  byAdministrator,
  byNobody,
  identityOnDatabase,
  together,
  type Identity,
} from './identity-fixture.js';

let identity: Identity;
beforeAll(async () => (identity = await identityOnDatabase()));
afterAll(() => identity?.close());

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const create = (person: Person, scopes = ['customer.read'], expireTime?: string) =>
  identity.apiKeys.create({ name: 'Sync', scopes, expireTime }, by(person));
const exchange = (secret: string) => identity.apiKeys.exchange({ secret }, byNobody());
const keysOf = async (call: Call) => (await identity.apiKeys.list(call)).apiKeys;
const verify = (token: string) =>
  new TokenVerifier(async () => ({ keys: await verificationKeys(identity.unitOfWork) })).verify(token);
const refused = { code: 'unauthenticated', reason: 'api-key-refused' };

describe('an API key', () => {
  it('becomes an access token within its scopes, with the roles of now', async () => {
    const person = await identity.person({ roles: ['salesperson'] });
    const { secret, apiKey } = await create(person, ['customer.read', 'customer.read']);
    expect(apiKey).toMatchObject({ name: 'Sync', scopes: ['customer.read'], hint: secret.slice(0, 10) });
    await identity.people.update(
      { id: person.id, person: { roles: ['manager'] } as never, updateMask: ['roles'] },
      byAdministrator(),
    );
    const { accessToken, expiresIn } = await exchange(secret);
    expect(expiresIn).toBe(300);
    expect(decodeJwt(accessToken)).toMatchObject({ scp: ['customer.read'], sid: apiKey?.id });
    const caller = await verify(accessToken);
    expect(caller).toMatchObject({ personId: person.id, roles: ['manager'], scopes: ['customer.read'] });
    expect(may(caller, 'customer.read')).toBe(true);
    for (const other of ['customer.write', 'customer.transfer', 'credential.own', 'session.own'])
      expect(may(caller, other)).toBe(false);
  });

  it('stands nowhere in the database, and no answer with it under an idempotency key', async () => {
    const person = await identity.person();
    const call = { ...by(person), idempotencyKey: 'key of the request', fingerprint: 'f' };
    const { secret } = await identity.apiKeys.create({ name: 'Sync', scopes: ['customer.read'] }, call);
    const [stored] = await identity.rows<{ texts: string }>(
      `SELECT string_agg(t, ' ') AS texts FROM (SELECT k::text AS t FROM api_key k UNION ALL
       SELECT a::text FROM audit a UNION ALL SELECT i::text FROM idempotency i) everything`,
    );
    expect(stored?.texts).toContain(secret.slice(0, 10));
    expect(stored?.texts).not.toContain(secret.slice(10));
  });

  it('is shown to its owner only, with the minute of its last use', async () => {
    const [person, other] = [await identity.person(), await identity.person()];
    const { secret, apiKey } = await create(person);
    expect(await keysOf(by(person))).toEqual([apiKey]);
    await exchange(secret);
    const [used] = await keysOf(by(person));
    expect(used?.lastUseTime).toMatch(/:00\.000Z$/);
    expect(Object.keys(used ?? {})).not.toContain('hash');
    expect(await keysOf(by(other))).toEqual([]);
    expect(await keysOf(byAdministrator())).toEqual([]);
    await expect(identity.apiKeys.remove(apiKey?.id ?? '', by(other))).rejects.toMatchObject({
      code: 'not_found',
      reason: 'api-key-not-found',
    });
    await expect(exchange(secret)).resolves.toMatchObject({ expiresIn: 300 });
  });

  it('is of no use once removed, and its tokens end like those of a session', async () => {
    const person = await identity.person();
    const { secret, apiKey } = await create(person);
    await identity.apiKeys.remove(apiKey?.id ?? '', by(person));
    await expect(exchange(secret)).rejects.toMatchObject(refused);
    const events = await identity.rows<{ payload: string }>(
      `SELECT payload FROM outbox WHERE aggregate_id = $1`,
      [apiKey?.id],
    );
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      { sessionId: apiKey?.id, personId: person.id },
    ]);
  });

  it('ends at its time, and its last token with it', async () => {
    const person = await identity.person();
    const { secret } = await create(person, ['customer.read'], soon(60_000));
    const { expiresIn } = await exchange(secret);
    expect(expiresIn).toBeLessThanOrEqual(60);
    await identity.rows(`UPDATE api_key SET expire_time = now() WHERE person_id = $1`, [person.id]);
    await expect(exchange(secret)).rejects.toMatchObject(refused);
  });

  it('is refused when it was never given, is mistyped, or its owner left', async () => {
    const person = await identity.person();
    const { secret } = await create(person);
    const mistyped = secret.slice(0, -1) + (secret.endsWith('0') ? '1' : '0');
    for (const text of ['ktr_', 'x', mistyped]) await expect(exchange(text)).rejects.toMatchObject(refused);
    await identity.rows(`UPDATE person SET status = 'left' WHERE id = $1`, [person.id]);
    await expect(exchange(secret)).rejects.toMatchObject(refused);
  });
});

describe('a new key', () => {
  it.each([
    ['scopes that its owner has not', ['person.manage'], 'scope-not-held'],
    ['scopes that do not exist', ['everything'], 'scope-unknown'],
    ['the right to manage keys', ['credential.own'], 'scope-not-for-keys'],
  ])('is refused for %s', async (_, scopes, reason) => {
    const person = await identity.person({ roles: ['salesperson'] });
    await expect(create(person, scopes)).rejects.toMatchObject({ fields: [{ field: 'scopes[0]', reason }] });
    expect(await keysOf(by(person))).toEqual([]);
  });

  it('is refused for a time that has passed', async () => {
    await expect(create(await identity.person(), ['customer.read'], soon(-1000))).rejects.toMatchObject({
      fields: [{ field: 'expireTime', reason: 'time-in-past' }],
    });
  });

  it('is one of fifty at most, also of many made at once', async () => {
    const person = await identity.person();
    await identity.rows(
      `INSERT INTO api_key SELECT uuidv7(), $1, 'n', 'h', gen_random_uuid()::text, '[]', now() FROM generate_series(1, 47)`,
      [person.id],
    );
    const { done, errors } = await together(Array.from({ length: 6 }, () => create(person)));
    expect(done).toHaveLength(3);
    expect(errors).toEqual(Array(3).fill('too-many-api-keys'));
  });
});

it('of somebody who is marked as left is removed, with the event of its end', async () => {
  const person = await identity.person();
  const { secret, apiKey } = await create(person);
  await identity.markLeft(person.id, byAdministrator());
  await expect(exchange(secret)).rejects.toMatchObject(refused);
  expect(await identity.rows('SELECT 1 FROM api_key WHERE person_id = $1', [person.id])).toEqual([]);
  expect(await identity.rows('SELECT 1 FROM outbox WHERE aggregate_id = $1', [apiKey?.id])).toHaveLength(1);
});

it('all keys of somebody who leaves are removed, and nobody else’s', async () => {
  const [person, other] = [await identity.person(), await identity.person()];
  const gone = [await create(person), await create(person)];
  const kept = await create(other);
  await identity.unitOfWork.write(serviceCall('identity', 'test'), (tx) => removeKeysOf(tx, person.id));
  for (const { secret } of gone) await expect(exchange(secret)).rejects.toMatchObject(refused);
  await expect(exchange(kept.secret)).resolves.toMatchObject({ expiresIn: 300 });
});
