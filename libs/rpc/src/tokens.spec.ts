import { createSecretKey } from 'node:crypto';
import { jest } from '@jest/globals';
import { exportJWK, exportSPKI, generateKeyPair, type JSONWebKeySet } from 'jose';
import { signedBy } from '../test/notice-server.js';
import { TokenVerifier } from './tokens.js';

const ours = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const next = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
const jwk = async (key: typeof ours.publicKey, kid: string) => ({
  ...(await exportJWK(key)),
  kid,
  alg: 'EdDSA',
  use: 'sig',
});
const published: JSONWebKeySet = { keys: [await jwk(ours.publicKey, 'test')] };
const token = signedBy(ours.privateKey);
const seconds = (from: number) => Math.floor(Date.now() / 1000) + from;
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A verifier, and how often it fetched the keys. */
function verifier(keys: () => JSONWebKeySet = () => published) {
  const fetched: number[] = [];
  const tokens = new TokenVerifier(() => {
    fetched.push(Date.now());
    return Promise.resolve(keys());
  });
  return { tokens, fetched };
}

/** Lets a test say what time it is, and nothing else. */
const atNow = () =>
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'setTimeout'] });
afterEach(() => void jest.useRealTimers());

const refused = (reason: string) => ({ code: 'unauthenticated', reason });

test('a good token says who calls', async () => {
  const caller = await verifier().tokens.verify(
    await token({ sub: 'anna', sid: 'session', roles: ['manager'], lang: 'ru', tz: 'Europe/Moscow' }),
  );
  expect(caller).toEqual({
    kind: 'person',
    personId: 'anna',
    sessionId: 'session',
    roles: ['manager'],
    language: 'ru',
    timeZone: 'Europe/Moscow',
  });
});

test.each(['sub', 'sid', 'exp', 'roles', 'lang', 'tz', 'iss', 'aud'])(
  'a token without %s is refused',
  async (claim) => {
    await expect(verifier().tokens.verify(await token({ [claim]: undefined }))).rejects.toMatchObject(
      refused('signed-out'),
    );
  },
);

test.each([
  ['of another issuer', { iss: 'somebody' }],
  ['for another audience', { aud: 'erp' }],
  ['that is not valid yet', { nbf: seconds(120) }],
  ['whose session is empty', { sid: '' }],
  ['whose roles are no list', { roles: 'administrator' }],
  ['whose person is empty', { sub: '' }],
  ['whose person is no text', { sub: 7 as never }],
])('a token %s is refused', async (_what, claims) => {
  await expect(verifier().tokens.verify(await token(claims))).rejects.toMatchObject(refused('signed-out'));
});

test('an expired token is refused as such, beyond what clocks may differ', async () => {
  await expect(verifier().tokens.verify(await token({ exp: seconds(-7) }))).rejects.toMatchObject(
    refused('token-expired'),
  );
  expect((await verifier().tokens.verify(await token({ exp: seconds(-2) }))).kind).toBe('person');
});

test('a token that was good is refused once it has expired, although it is remembered', async () => {
  atNow();
  const { tokens } = verifier();
  const short = await token({ exp: seconds(60) });
  await tokens.verify(short);
  jest.setSystemTime(Date.now() + 120_000);
  await expect(tokens.verify(short)).rejects.toMatchObject(refused('token-expired'));
});

describe('a forged token', () => {
  const claims = {
    sub: 'x',
    sid: 'x',
    roles: ['administrator'],
    lang: 'en',
    tz: 'UTC',
    iss: 'kontor',
    aud: 'kontor',
    exp: seconds(300),
  };

  it.each(['none', 'None', 'NONE', ''])('of the algorithm %j is refused', async (alg) => {
    const forged = `${encoded({ alg, kid: 'test' })}.${encoded(claims)}.`;
    await expect(verifier().tokens.verify(forged)).rejects.toMatchObject(refused('signed-out'));
  });

  it('signed with HS256 and our public key as the secret is refused', async () => {
    for (const secret of [
      await exportSPKI(ours.publicKey),
      published.keys[0]?.x ?? '',
      JSON.stringify(published.keys[0]),
    ]) {
      const forged = await signedBy(createSecretKey(Buffer.from(secret)) as never, 'HS256')(claims);
      await expect(verifier().tokens.verify(forged)).rejects.toMatchObject(refused('signed-out'));
    }
  });

  it('signed with a key of its own is refused, under our key id, under another and with the key in its header', async () => {
    await expect(verifier().tokens.verify(await signedBy(next.privateKey)(claims))).rejects.toMatchObject(
      refused('signed-out'),
    );
    await expect(
      verifier().tokens.verify(await signedBy(next.privateKey, 'EdDSA', 'mine')(claims)),
    ).rejects.toMatchObject(refused('signed-out'));
    const header = encoded({
      alg: 'EdDSA',
      kid: 'test',
      jwk: await exportJWK(next.publicKey),
      jku: 'http://127.0.0.1:1/keys',
    });
    const [, body, signature] = (await signedBy(next.privateKey)(claims)).split('.');
    await expect(verifier().tokens.verify(`${header}.${body}.${signature}`)).rejects.toMatchObject(
      refused('signed-out'),
    );
  });

  it('of another algorithm is refused, be its key among the published ones', async () => {
    const rsa = await generateKeyPair('RS256');
    const both = { keys: [...published.keys, { ...(await exportJWK(rsa.publicKey)), kid: 'rsa' }] };
    const signed = await signedBy(rsa.privateKey, 'RS256', 'rsa')(claims);
    await expect(verifier(() => both).tokens.verify(signed)).rejects.toMatchObject(refused('signed-out'));
  });

  it('of the RSA family is refused', async () => {
    const rsa = await generateKeyPair('RS256');
    await expect(
      verifier().tokens.verify(await signedBy(rsa.privateKey, 'RS256')(claims)),
    ).rejects.toMatchObject(refused('signed-out'));
  });

  it('with another body under a good signature is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    await expect(verifier().tokens.verify(`${header}.${encoded(claims)}.${signature}`)).rejects.toMatchObject(
      refused('signed-out'),
    );
  });

  it.each(['', '.', '..', 'a.b.c', 'null', '{}', '\0', 'é'.repeat(9), 'a.'.repeat(9)])(
    'that is no token (%j) is refused',
    async (text) => {
      await expect(verifier().tokens.verify(text)).rejects.toMatchObject(refused('signed-out'));
    },
  );
});

describe('the keys', () => {
  it('are fetched once, also when many tokens come at the start', async () => {
    const { tokens, fetched } = verifier();
    await Promise.all(Array.from({ length: 20 }, async () => tokens.verify(await token())));
    expect(fetched).toHaveLength(1);
  });

  it('are fetched again for an unknown key id, so that a new key holds at once', async () => {
    atNow();
    const keys = { keys: [...published.keys] };
    const { tokens, fetched } = verifier(() => ({ keys: [...keys.keys] }));
    await tokens.verify(await token());
    keys.keys.push(await jwk(next.publicKey, 'next'));
    jest.setSystemTime(Date.now() + 6_000);
    const rotated = signedBy(next.privateKey, 'EdDSA', 'next');
    expect((await tokens.verify(await rotated({ sub: 'anna' }))).personId).toBe('anna');
    expect(fetched).toHaveLength(2);
  });

  it('are not fetched for each of many forged tokens', async () => {
    atNow();
    const { tokens, fetched } = verifier();
    await tokens.verify(await token());
    jest.setSystemTime(Date.now() + 6_000);
    for (let i = 0; i < 50; i++) {
      const forged = await signedBy(next.privateKey, 'EdDSA', `kid-${i}`)();
      await expect(tokens.verify(forged)).rejects.toMatchObject(refused('signed-out'));
    }
    expect(fetched).toHaveLength(2);
  });

  it('that cannot be fetched are a matter of trying again, which then works', async () => {
    let down = true;
    const tokens = new TokenVerifier(() =>
      down ? Promise.reject(new Error('no route')) : Promise.resolve(published),
    );
    await expect(tokens.verify(await token())).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    });
    down = false;
    expect((await tokens.verify(await token())).kind).toBe('person');
  });
});
