import fc from 'fast-check';
import { decodePageToken, encodePageToken } from './page-token.js';

const position = ['ИП Ёлкин', 5, true, null, '019aa000-0000-7000-8000-00000000000a'];
const list = '["/kontor.customer.v1.CustomerService/ListCustomers",null]';
const secret = 'a secret for these tests';
const token = encodePageToken(position, list, secret);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const refusal = expect.objectContaining({
  code: 'invalid',
  reason: 'invalid-request',
  fields: [{ field: 'pageToken', reason: 'page-token-invalid' }],
}) as unknown;

/** What decoding throws; undefined when it answers. */
function failure(text: string, name = list, key = secret): unknown {
  try {
    decodePageToken(text, name, key);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a page token', () => {
  it('gives back its position', () => {
    expect(decodePageToken(token, list, secret)).toEqual(position);
    expect(token).toMatch(/^[\w-]+$/);
  });

  it('hides its position from who holds it, in value and in length, and is new each time', () => {
    const bytes = Buffer.from(token, 'base64url').toString('latin1');
    for (const text of ['019aa000', 'ИП', 'true'])
      expect(bytes).not.toContain(Buffer.from(text).toString('latin1'));
    expect(encodePageToken(['a'], list, secret)).toHaveLength(
      encodePageToken(['abcdefgh'], list, secret).length,
    );
    expect(encodePageToken(position, list, secret)).not.toBe(token);
  });

  it('is refused with any letter changed to any other', () => {
    let tried = 0;
    for (let at = 0; at < token.length; at += 1) {
      for (const letter of letters) {
        if (letter === token[at]) continue;
        expect(failure(token.slice(0, at) + letter + token.slice(at + 1))).toEqual(refusal);
        tried += 1;
      }
    }
    expect(tried).toBe(token.length * 63);
  });

  it('is refused with any bit of any byte flipped', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(failure(changed.toString('base64url'))).toEqual(refusal);
    }
  });

  it('is refused cut, lengthened, padded, and with letters that decoders skip', () => {
    for (let length = 0; length < token.length; length += 1)
      expect(failure(token.slice(0, length))).toEqual(refusal);
    for (const more of ['A', '=', ' ', '\n', '!', '\0']) {
      expect(failure(token + more)).toEqual(refusal);
      expect(failure(more + token)).toEqual(refusal);
      expect(failure(token.slice(0, 9) + more + token.slice(9))).toEqual(refusal);
    }
  });

  it('is refused in another list and under another secret', () => {
    expect(failure(token, `${list} `)).toEqual(refusal);
    expect(failure(token, list, `${secret}!`)).toEqual(refusal);
  });

  it('is refused when it is any text that was never signed', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary', maxLength: 200 })),
        (text) => {
          expect(failure(text)).toEqual(refusal);
        },
      ),
    );
    expect(failure('A'.repeat(20_000))).toEqual(refusal);
  });
});
