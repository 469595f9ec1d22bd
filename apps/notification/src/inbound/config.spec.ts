import { inboundSettings } from './config.js';

const given = { INBOUND_SMTP_PORT: '2525', INBOUND_MAIL_DOMAIN: 'In.Kontor.example' };

test('nothing listens without a port', () => {
  expect(inboundSettings({})).toBeUndefined();
  expect(inboundSettings({ INBOUND_MAIL_DOMAIN: 'in.kontor.example' })).toBeUndefined();
});

test('a port and a domain are enough', () => {
  expect(inboundSettings(given)).toMatchObject({
    host: '0.0.0.0',
    port: 2525,
    domain: 'in.kontor.example',
    limit: 10 * 1024 * 1024,
    tls: undefined,
    authserv: '',
  });
});

test('mail servers of the company are addresses and networks', () => {
  const relays = inboundSettings({
    ...given,
    INBOUND_MAIL_RELAYS: '10.0.0.0/8, 192.0.2.1,2001:db8::/32',
  })?.relays;
  expect(relays?.check('10.1.2.3', 'ipv4')).toBe(true);
  expect(relays?.check('192.0.2.1', 'ipv4')).toBe(true);
  expect(relays?.check('192.0.2.2', 'ipv4')).toBe(false);
  expect(relays?.check('2001:db8::1', 'ipv6')).toBe(true);
});

test.each([
  [{ INBOUND_MAIL_DOMAIN: '' }, /INBOUND_MAIL_DOMAIN: is not set/],
  [{ INBOUND_MAIL_DOMAIN: 'localhost' }, /INBOUND_MAIL_DOMAIN: must be the name of a domain/],
  [{ INBOUND_SMTP_PORT: '70000' }, /INBOUND_SMTP_PORT/],
  [{ INBOUND_MAIL_RELAYS: 'mx.kontor.example' }, /INBOUND_MAIL_RELAYS: must be addresses or networks/],
  [{ INBOUND_TLS_CERT_FILE: '/x' }, /INBOUND_TLS_CERT_FILE: needs INBOUND_TLS_KEY_FILE/],
  [{ INBOUND_MAIL_LIMIT_BYTES: '1' }, /INBOUND_MAIL_LIMIT_BYTES/],
])('%j is said to be wrong', (wrong, message) => {
  expect(() => inboundSettings({ ...given, ...wrong })).toThrow(message);
});
