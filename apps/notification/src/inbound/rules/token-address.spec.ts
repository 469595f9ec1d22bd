import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { readTokenAddress, tokenAddress } from './token-address.js';

const secret = 'a secret of the test run';
const localPart = (address: string) => address.slice(0, address.lastIndexOf('@'));

test('an address names one message and fits before the @ of any mail server, in whatever case', () => {
  for (const kind of ['letter', 'delivery', 'message'] as const)
    for (const purpose of ['bounce', 'reply'] as const) {
      const sent = { kind, id: uuidv7() };
      const address = tokenAddress(secret, 'in.example.com', purpose, sent);
      expect(localPart(address).length).toBeLessThanOrEqual(64);
      expect(address).toMatch(/^[a-z]+\+[ldm][0-9a-f]+@in\.example\.com$/);
      expect(readTokenAddress(secret, localPart(address))).toEqual({ purpose, sent });
      expect(readTokenAddress(secret, localPart(address).toUpperCase())).toEqual({ purpose, sent });
    }
});

test('every id comes back as it was', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const address = tokenAddress(secret, 'a.example', 'reply', { kind: 'letter', id });
      expect(readTokenAddress(secret, localPart(address))?.sent.id).toBe(id);
    }),
  );
});

test('an address that is changed anywhere, of another secret or for another purpose is none', () => {
  const good = localPart(tokenAddress(secret, 'a.example', 'bounce', { kind: 'letter', id: uuidv7() }));
  for (let place = 'bounce+'.length; place < good.length; place += 1) {
    const other = good.charAt(place) === 'a' ? 'b' : 'a';
    expect(readTokenAddress(secret, good.slice(0, place) + other + good.slice(place + 1))).toBeUndefined();
  }
  expect(readTokenAddress('another secret of the run', good)).toBeUndefined();
  expect(readTokenAddress(secret, good.replace('bounce', 'reply'))).toBeUndefined();
  for (const none of ['', 'bounce', 'bounce+', 'reply+x', `${good}a`, 'crm', `x${good}`])
    expect(readTokenAddress(secret, none)).toBeUndefined();
});
