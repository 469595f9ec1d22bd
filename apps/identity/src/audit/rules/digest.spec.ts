import { generateKeyPairSync } from 'node:crypto';
import {
  digestDue,
  digestFileName,
  digestInterval,
  isSigned,
  signDigest,
  type DigestStatement,
} from './digest.js';

const keys = generateKeyPairSync('ed25519');
const x = keys.publicKey.export({ format: 'jwk' }).x ?? '';
const statement: DigestStatement = {
  id: '01890a5d-ac96-774b-bcce-b302099a8058',
  fromSeq: '1',
  toSeq: '200',
  headHash: 'aGVhZA',
  previousSignature: '',
  time: '2026-11-22T09:00:00.000Z',
  keyId: '01890a5d-ac96-774b-bcce-b302099a8057',
};

test('a signature is good for its statement only, in every word of it', () => {
  const digest = signDigest(statement, keys.privateKey);
  expect(isSigned(digest, x)).toBe(true);
  for (const key of Object.keys(digest)) {
    expect(isSigned({ ...digest, [key]: `${digest[key as keyof typeof digest]}A` }, x)).toBe(false);
  }
});

test('a signature of another key is none, and what is no key signs nothing', () => {
  const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }).x ?? '';
  const digest = signDigest(statement, keys.privateKey);
  expect([isSigned(digest, other), isSigned(digest, ''), isSigned(digest, 'x')]).toEqual([
    false,
    false,
    false,
  ]);
});

describe('a digest is due', () => {
  const at = Date.parse('2026-11-22T10:00:00.000Z');
  const newest = { toSeq: '10', time: new Date(at).toISOString() };

  test('at the first entry ever', () => {
    expect([digestDue(undefined, '0', at), digestDue(undefined, '1', at)]).toEqual([false, true]);
  });

  test('an hour after the newest, not before, and only when something is new', () => {
    expect(digestDue(newest, '11', at + digestInterval - 1)).toBe(false);
    expect(digestDue(newest, '11', at + digestInterval)).toBe(true);
    expect(digestDue(newest, '10', at + digestInterval)).toBe(false);
  });
});

test('files in the order of their names are in the order of the chain', () => {
  const names = ['9', '10', '1000000'].map((toSeq) => digestFileName({ toSeq }));
  expect([...names].sort()).toEqual(names);
});
