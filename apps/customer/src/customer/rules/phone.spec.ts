import { knownPhones, phoneNumber } from './phone.js';

it.each([
  ['010-8888 6666', 'CN', '+861088886666'],
  ['(495) 123-45-67', 'RU', '+74951234567'],
  ['8 800 555-35-35', 'RU', '+78005553535'],
  ['+44 20 7946 0100', 'CN', '+442079460100'],
  ['１３８ ０００１ ２３４５', 'CN', '+8613800012345'],
  ['12', 'CN', undefined],
  ['', 'CN', undefined],
  ['call me', 'GB', undefined],
])('%s in %s is %s', (raw, country, number) => {
  expect(phoneNumber(raw, country)).toBe(number);
});

it('keeps the raw text beside the number and ignores a number that was sent', () => {
  expect(knownPhones([{ raw: '010-8888 6666', number: '+1', kind: 'work' }], 'CN')).toEqual([
    { raw: '010-8888 6666', number: '+861088886666', kind: 'work' },
  ]);
});

it('names every phone that is none', () => {
  const phones = ['12', '+7 495 123-45-67', 'x'].map((raw) => ({ raw, number: '', kind: 'work' }) as const);
  expect(() => knownPhones(phones, 'RU')).toThrow('phones[0].raw not-a-phone, phones[2].raw not-a-phone');
});
