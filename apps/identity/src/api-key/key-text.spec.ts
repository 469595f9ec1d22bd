import fc from 'fast-check';
import { isKeyText, keyText } from './key-text.js';

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });

test('a key has prefix, 43 characters and a checksum, and is told by them', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const key = keyText(random);
      expect(key).toMatch(/^ktr_[0-9A-Za-z]{49}$/);
      expect(isKeyText(key)).toBe(true);
    }),
  );
});

test('different bytes make different keys, the greatest ones too', () => {
  const greatest = keyText(new Uint8Array(32).fill(255));
  const next = keyText(new Uint8Array(32).fill(255, 0, 31).fill(254, 31));
  expect(greatest).not.toBe(next);
  expect(greatest).toHaveLength(53);
});

test('one wrong character is noticed', () => {
  fc.assert(
    fc.property(
      bytes,
      fc.integer({ min: 4, max: 52 }),
      fc.constantFrom(...'09AZaz'),
      (random, place, other) => {
        const key = keyText(random);
        fc.pre(key[place] !== other);
        expect(isKeyText(key.slice(0, place) + other + key.slice(place + 1))).toBe(false);
      },
    ),
  );
});

test.each(['', 'ktr_', 'eyJhbGciOiJFZERTQSJ9.e30.x', 'ktr_' + '0'.repeat(48), 'ktr_' + 'ä'.repeat(49)])(
  '%j is no key',
  (text) => expect(isKeyText(text)).toBe(false),
);
