import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { Random } from '../random.ts';
import type { Stage } from '../stage/stage.ts';

/** A token that must be refused, and why it must. */
export interface ForgedToken {
  name: string;
  token: string;
}

type Claims = Record<string, unknown>;

/**
 * Tokens that look like a person's own but must not be taken: unsigned, signed by others or by the public key taken for
 * a secret, altered; and, signed by a key that identity does publish, expired, for others, of others, not yet valid,
 * incomplete. For the latter a key of ours is put beside identity's own.
 */
export async function forgeTokens(stage: Stage, real: string): Promise<ForgedToken[]> {
  const [head = '', body = '', signature = ''] = real.split('.');
  const header = decode(head);
  const claims = decode(body);
  const trusted = await publishKey(stage);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const answer = await stage.http.send({ method: 'GET', path: '/.well-known/jwks.json' });
  const { keys } = JSON.parse(answer.text) as { keys: { x: string; kid: string }[] };
  const published = keys.find(({ kid }) => kid === header.kid)?.x ?? '';
  const now = Math.floor(Date.now() / 1000);
  const own = (changes: Claims): string =>
    signed(trusted.key, { ...header, kid: trusted.kid }, { ...claims, ...changes });
  const without = (name: string): string => own({ [name]: undefined });
  const administrator = { ...claims, roles: ['administrator'] };
  return Object.entries({
    'not a token': 'x',
    'two parts': `${head}.${body}`,
    'alg none': `${encode({ ...header, alg: 'none' })}.${encode(administrator)}.`,
    'alg None with signature': `${encode({ ...header, alg: 'None' })}.${encode(administrator)}.${signature}`,
    'public key as secret': hmac(
      Buffer.from(published, 'base64url'),
      { ...header, alg: 'HS256' },
      administrator,
    ),
    'public key text as secret': hmac(Buffer.from(published), { ...header, alg: 'HS256' }, administrator),
    'claims altered': `${head}.${encode(administrator)}.${signature}`,
    'signature altered': `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'signature missing': `${head}.${body}.`,
    'signed by a stranger': signed(stranger, header, administrator),
    'key in the header': signed(
      stranger,
      { ...header, kid: undefined, jwk: publicJwk(stranger) },
      administrator,
    ),
    'unknown key': signed(stranger, { ...header, kid: randomUUID() }, administrator),
    'key by address': signed(stranger, { ...header, jku: 'http://127.0.0.1:9/keys' }, administrator),
    expired: own({ iat: now - 1_000, exp: now - 100 }),
    'other audience': own({ aud: 'another', exp: now + 300 }),
    'other issuer': own({ iss: 'another', exp: now + 300 }),
    'not yet valid': own({ nbf: now + 3_600, exp: now + 7_200 }),
    'no end': without('exp'),
    'no person': without('sub'),
    'no session': without('sid'),
    'no roles': without('roles'),
    'critical extension': signed(trusted.key, { ...header, kid: trusted.kid, crit: ['x'], x: 1 }, claims),
  }).map(([name, token]) => ({ name, token }));
}

/** An Authorization header that no token makes right. */
export function brokenAuthorization(random: Random, token: string): string {
  return random.pick([
    'Bearer',
    'Bearer ',
    `Basic ${token}`,
    `Bearer ${token} x`,
    `bearer${token}`,
    `Bearer ${'x'.repeat(5_000)}`,
  ]);
}

/** Puts a public key of ours among those that identity publishes, older than its own so that it signs with that. */
async function publishKey(stage: Stage): Promise<{ kid: string; key: KeyObject }> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const kid = randomUUID();
  await stage.database('identity', (query) =>
    query(
      `INSERT INTO signing_key (id, public_key, private_key, create_time)
       SELECT $1, $2, '', min(create_time) - interval '1 minute' FROM signing_key`,
      [kid, publicJwk(privateKey).x],
    ),
  );
  return { kid, key: privateKey };
}

function publicJwk(key: KeyObject): Record<string, unknown> {
  const { kty, crv, x } = key.export({ format: 'jwk' });
  return { kty, crv, x };
}

function signed(key: KeyObject, header: Claims, claims: Claims): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

function hmac(secret: Buffer, header: Claims, claims: Claims): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): Claims {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Claims;
}
