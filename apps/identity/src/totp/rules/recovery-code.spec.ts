import fc from 'fast-check';
import { plainRecoveryCode, recoveryBytes, recoveryCode } from './recovery-code.js';

const bytes = fc.uint8Array({ minLength: recoveryBytes, maxLength: recoveryBytes });

test('a code has sixteen letters and digits in four groups, different for different chance', () => {
  fc.assert(
    fc.property(bytes, bytes, (one, other) => {
      expect(recoveryCode(one)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(recoveryCode(one) === recoveryCode(other)).toBe(Buffer.compare(one, other) === 0);
    }),
  );
});

test('it is the same however a person types it', () => {
  expect(plainRecoveryCode(' oil0-abcd efgh JKMN ')).toBe('0110ABCDEFGHJKMN');
});
