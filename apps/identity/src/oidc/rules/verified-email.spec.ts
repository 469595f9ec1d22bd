import { verifiedEmail } from './verified-email.js';

test('an address counts when the provider vouches for it, in lower case', () => {
  expect(verifiedEmail({ email: 'Ann@Example.com', email_verified: true })).toBe('ann@example.com');
});

test.each([
  [{}],
  [{ email: 'ann@example.com' }],
  [{ email: 'ann@example.com', email_verified: false }],
  [{ email: 'ann@example.com', email_verified: 'true' }],
  [{ email: 'ann@example.com', email_verified: 1 }],
  [{ email: '', email_verified: true }],
  [{ email: ['ann@example.com'], email_verified: true }],
])('%j names nobody', (claims) => expect(verifiedEmail(claims)).toBeUndefined());
