import fc from 'fast-check';
import { customerKeys } from './match-keys.js';
import { companyNameKey, personNameKey } from './name-key.js';
import { simplified, simplifiedOf } from './simplified.js';

it.each([
  ['台灣機械有限公司', '台湾机械有限公司'],
  ['臺灣機械股份有限公司', '台湾机械'],
  ['廣東後勤集團', '广东后勤集团'],
  ['東方「燈塔」', '东方灯塔'],
])('%s and %s are one company', (one, other) => {
  expect(companyNameKey(one)).toBe(companyNameKey(other));
  const keys = (name: string) =>
    customerKeys({ kind: 'company', name, phones: [], emails: [], website: '', taxNumber: '' });
  expect(keys(one)).toEqual(keys(other));
});

it('takes 張偉 and 张伟 for one name of a person, and 台灣 and 台北 for two', () => {
  expect(personNameKey('張偉')).toBe(personNameKey('张伟'));
  expect(companyNameKey('台灣機械')).not.toBe(companyNameKey('台北机械'));
});

it('leaves text without Chinese as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'abcЯё 1-ß') }), (text) => simplified(text) === text),
  );
});

const sign = fc.oneof(
  fc.constantFrom(...simplifiedOf.keys()),
  fc.constantFrom(...simplifiedOf.values()),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);

it('is the same when it is done again, keeps the number of signs, and does not care what stands beside', () => {
  fc.assert(
    fc.property(fc.array(sign), fc.array(sign), (left, right) => {
      const text = left.join('');
      expect(simplified(simplified(text))).toBe(simplified(text));
      expect([...simplified(text)]).toHaveLength([...text].length);
      expect(simplified(text + right.join(''))).toBe(simplified(text) + simplified(right.join('')));
    }),
  );
});
