import { appCode, newSecret, secretUri, stepOfCode } from './one-time-code.js';

/** The secret of RFC 6238, appendix B ("12345678901234567890"), in Base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082', 1],
  [1111111109, '081804', 37037036],
  [1234567890, '005924', 41152263],
  [20000000000, '353130', 666666666],
])('at second %i of RFC 6238 the code is %s', (second, code, step) => {
  expect(stepOfCode(secret, code, second * 1000)).toBe(step);
});

test('a code is good 30 seconds before and after its own, and no longer', () => {
  const code = '081804';
  const begins = 37037036 * 30_000;
  expect(stepOfCode(secret, code, begins - 30_000)).toBe(37037036);
  expect(stepOfCode(secret, code, begins + 59_999)).toBe(37037036);
  expect(stepOfCode(secret, code, begins - 30_001)).toBeUndefined();
  expect(stepOfCode(secret, code, begins + 60_000)).toBeUndefined();
});

test('a secret has 160 bits and its address names company, person and secret', () => {
  const made = newSecret();
  expect(made).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(secretUri(made, 'ann@example.com'));
  expect([uri.protocol, uri.host]).toEqual(['otpauth:', 'totp']);
  expect(decodeURIComponent(uri.pathname)).toBe('/Kontor:ann@example.com');
  expect(uri.searchParams.get('secret')).toBe(made);
});

test('six digits are meant as a code of the app, however they are grouped', () => {
  expect(appCode(' 123 456 ')).toBe('123456');
  expect(appCode('123-456')).toBe('123456');
  for (const other of ['12345', '1234567', 'ABCDEF', '١٢٣٤٥٦', '']) expect(appCode(other)).toBeUndefined();
});
