import { authenticityOf } from './authenticity.js';

const server = 'mx.kontor.example';
const by = { sender: 'anna@kontor.example', authserv: server, relayed: true };
const said = (...values: string[]) => values.map((value) => ({ key: 'authentication-results', value }));

test.each([
  [`${server}; dmarc=pass (p=reject) header.from=kontor.example; spf=fail smtp.mailfrom=x@y`, 'passed'],
  [`${server} 1; spf=pass smtp.mailfrom=evil.example;\r\n dmarc=fail header.from=kontor.example`, 'failed'],
  [`${server}; dkim=pass header.d=kontor.example`, 'passed'],
  [`${server}; auth=pass smtp.auth=anna@kontor.example`, 'passed'],
  [`${server}; auth=pass smtp.auth=boris@kontor.example`, 'unknown'],
  [`${server}; dkim=pass header.d=evil.example`, 'unknown'],
  [`${server}; dkim=pass header.d=example`, 'unknown'],
  [`${server}; dmarc=pass header.from=evil.example`, 'unknown'],
  [`${server}; spf=pass smtp.mailfrom=anna@kontor.example`, 'unknown'],
  [`${server}; none`, 'unknown'],
  [`${server}; x=y (dmarc=pass header.from=kontor.example)`, 'unknown'],
  [`${server}; x=y (a;(b) dmarc=pass header.from=kontor.example; c)`, 'unknown'],
  ['mx.evil.example; dmarc=pass header.from=kontor.example', 'unknown'],
  ['', 'unknown'],
])('%s says that the sender is %s', (value, authenticity) => {
  expect(authenticityOf(said(value), by)).toEqual({ authenticity, spam: false });
});

test('the topmost header of the server counts, for a sender can write more of them below', () => {
  const forged = `${server}; dmarc=pass header.from=kontor.example`;
  const real = `${server}; dmarc=fail header.from=kontor.example`;
  expect(authenticityOf(said(real, forged), by).authenticity).toBe('failed');
});

test('nothing is believed that does not come from the server itself, or while no server is named', () => {
  const headers = [
    ...said(`${server}; dmarc=pass header.from=kontor.example`),
    { key: 'x-spam-flag', value: 'YES' },
  ];
  expect(authenticityOf(headers, { ...by, relayed: false })).toEqual({
    authenticity: 'unknown',
    spam: false,
  });
  expect(authenticityOf(headers, { ...by, authserv: '' })).toEqual({ authenticity: 'unknown', spam: true });
  expect(authenticityOf(headers, { ...by, sender: '' })).toEqual({ authenticity: 'unknown', spam: true });
  expect(authenticityOf(headers, by)).toEqual({ authenticity: 'passed', spam: true });
});
