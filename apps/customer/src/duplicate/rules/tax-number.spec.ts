import fc from 'fast-check';
import { isInn, isResidentId, isUscc, plainTaxNumber, taxNumberFault } from './tax-number.js';

it.each(['91110108MA01ABCD0T', '91110000100001', '0'.repeat(18), ''])('%s is no USCC', (text) => {
  expect(isUscc(text)).toBe(false);
});

it('numbers of real organisations pass', () => {
  // Huawei Technologies, Alibaba (China); Sberbank, Gazprom; the example of GB 11643.
  for (const code of ['914403001922038216', '91330100799655058B']) expect(isUscc(code)).toBe(true);
  for (const inn of ['7707083893', '7736050003', '500100732259']) expect(isInn(inn)).toBe(true);
  expect(isResidentId('11010519491231002X')).toBe(true);
});

it.each([
  ['noughts', `${'0'.repeat(17)}1`],
  ['a day that no month has', '110105194902310026'],
  ['a year that nobody is of', '11010500001231002X'],
])('%s make no resident number', (_, text) => {
  const right = [...'0123456789X'].filter((last) => isResidentId(text.slice(0, 17) + last));
  expect(right).toEqual([]);
});

it('of all last characters of a USCC exactly one is right', () => {
  const letter = fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY');
  fc.assert(
    fc.property(fc.array(letter, { minLength: 17, maxLength: 17 }), (body) => {
      const right = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].filter((last) => isUscc(body.join('') + last));
      expect(right).toHaveLength(1);
    }),
  );
});

it('a single wrong digit of an INN is noticed', () => {
  const digits = (length: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length });
  fc.assert(
    fc.property(
      digits(9),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 1, max: 9 }),
      (body, place, by) => {
        const inns = Array.from({ length: 10 }, (_, check) => body.join('') + check).filter(isInn);
        const [inn] = inns;
        if (!inn) return;
        expect(inns).toHaveLength(1);
        const digit = (Number(inn[place]) + by) % 10;
        const wrong = inn.slice(0, place) + digit + inn.slice(place + 1);
        // The weights are modulo 11, so that a check of 10 and one of 0 look alike: only then may it pass.
        if (isInn(wrong)) expect(inn.at(-1)).toBe('0');
      },
    ),
  );
});

it.each([
  ['the right number of the country', '7707083893', 'RU', 'CN', undefined],
  ['a number of another country, where the address names one', '7707083893', 'CN', 'CN', 'not-a-uscc'],
  ['a wrong number', '7707083894', 'RU', 'CN', 'not-an-inn'],
  ['a wrong number in the shape of an INN without an address', '7707083894', undefined, 'CN', 'not-an-inn'],
  ['a wrong number of another shape without an address', '91350211M000100Y44', undefined, 'RU', 'not-a-uscc'],
  ['a right number of a known country without an address', '7707083893', undefined, 'CN', undefined],
  ['any number of a country that Kontor does not know', 'DE123456789', 'DE', 'CN', undefined],
  ['any number in a company of such a country', 'X1', undefined, 'DE', undefined],
])('%s: %s in %s of a company in %s', (_, text, country, company, fault) => {
  expect(taxNumberFault(text, country, company)).toBe(fault);
});

it('what people put between the characters does not count', () => {
  expect(plainTaxNumber(' 77 07-083.893 ')).toBe('7707083893');
  expect(plainTaxNumber('９１１１０１08ma')).toBe('91110108MA');
});
