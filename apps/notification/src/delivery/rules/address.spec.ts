import { isAddress } from './address.js';

describe('an address for the envelope', () => {
  it.each(['anna@example.com', "o'neil+crm@mail.example.com", 'почта@пример.рф', 'a@localhost'])(
    'may be %j',
    (text) => {
      expect(isAddress(text)).toBe(true);
    },
  );

  it.each([
    '',
    'anna',
    '@example.com',
    'anna@',
    'a@b.com, c@d.com',
    'a@b.com>\r\nRCPT TO:<c@d.com',
    'a@b@c.com',
    'Anna <anna@example.com>',
    'a b@c.com',
    'a\u0000@c.com',
    `${'x'.repeat(65)}@example.com`,
  ])('is not %j', (text) => {
    expect(isAddress(text)).toBe(false);
  });
});
