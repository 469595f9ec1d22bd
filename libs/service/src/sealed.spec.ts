import { randomBytes } from 'node:crypto';
import { seal, unseal } from './sealed.js';

const key = randomBytes(32);
const plain = Buffer.from('a private key');

describe('what is sealed', () => {
  it('opens under its key and label', () => {
    expect(unseal(seal(plain, key, 'k1'), key, 'k1')).toEqual(plain);
  });

  it('never looks the same twice', () => {
    expect(seal(plain, key, 'k1')).not.toBe(seal(plain, key, 'k1'));
  });

  it('opens under no other key, under no other label, and not when any byte was changed', () => {
    const sealed = seal(plain, key, 'k1');
    expect(unseal(sealed, randomBytes(32), 'k1')).toBeUndefined();
    expect(unseal(sealed, key, 'k2')).toBeUndefined();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(unseal(changed.toString('base64url'), key, 'k1')).toBeUndefined();
    }
    expect(unseal('', key, 'k1')).toBeUndefined();
    expect(unseal(bytes.subarray(0, 20).toString('base64url'), key, 'k1')).toBeUndefined();
  });
});
