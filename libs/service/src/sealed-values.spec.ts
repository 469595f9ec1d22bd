import { openValues, sealValues } from './sealed-values.js';

const values = { token: 'a token', link: 'https://example.com/#token=a' };

test('secret values open under the same secret and for the same message only', () => {
  const sealed = sealValues(values, 'the secret', 'm1');
  expect(openValues(sealed, 'the secret', 'm1')).toEqual(values);
  expect(openValues(sealed, 'another secret', 'm1')).toBeUndefined();
  expect(openValues(sealed, 'the secret', 'm2')).toBeUndefined();
});

test('sealed values show nothing of what they are', () => {
  const sealed = sealValues(values, 'the secret', 'm1');
  expect(sealed).not.toContain('token');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('token');
});
