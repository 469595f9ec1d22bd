import { knownPhones, phoneNumber } from './phone.js';

it.each([
  ['010-8888 6666', 'CN', '+861088886666'],
  ['(495) 123-45-67', 'RU', '+74951234567'],
  ['8 800 555-35-35', 'RU', '+78005553535'],
  ['+44 20 7946 0100', 'CN', '+442079460100'],
  ['１３８ ０００１ ２３４５', 'CN', '+8613800012345'],
  ['12', 'CN', undefined],
  ['62345678', 'CN', undefined],
  ['123-45-67', 'RU', undefined],
  ['2345 6789', 'HK', '+85223456789'],
  ['+86 62345678', 'CN', '+8662345678'],
  ['400 820 8820', 'CN', '+864008208820'],
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

const local = (raw: string, country: string, city: string) =>
  knownPhones([{ raw, number: '', kind: 'work' }], country, [
    { street: '', city, region: '', postalCode: '', country: '' },
  ])[0]?.number;

it.each([
  ['62345678', 'CN', '', ''],
  ['62345678', 'CN', '北京市', '+861062345678'],
  ['6234 5678', 'CN', 'Shanghai', '+862162345678'],
  ['62345678', 'CN', 'Ürümqi am Rhein', ''],
  ['123-45-67', 'RU', 'Москва', '+74951234567'],
  ['223-45-67', 'RU', 'Омск', ''],
])('%s of %s in the city %s is kept, and its number is %s', (raw, country, city, number) => {
  expect(local(raw, country, city)).toBe(number);
});

it.each([
  ['+86 10 8888 6666 ext. 12', '12'],
  ['010-88886666转 8012', '8012'],
  ['+7 495 123-45-67 доб. 5', '5'],
  ['+86 10 8888 6666', undefined],
])('the extension of %s is %s', (raw, extension) => {
  const [phone] = knownPhones([{ raw, number: '', kind: 'work' }], 'CN');
  expect(phone?.extension).toBe(extension);
  expect(phone?.number).toMatch(/^\+\d+$/);
});

it('names every phone that is none', () => {
  const phones = ['12', '+7 495 123-45-67', 'x'].map((raw) => ({ raw, number: '', kind: 'work' }) as const);
  expect(() => knownPhones(phones, 'RU')).toThrow('phones[0].raw not-a-phone, phones[2].raw not-a-phone');
});

it('takes an extension of digits only', () => {
  const phone = (extension: string) =>
    [{ raw: '+86 10 8888 6666', number: '', kind: 'work', extension }] as const;
  expect(knownPhones(phone('012'), 'CN')[0]?.extension).toBe('012');
  expect(() => knownPhones(phone('x; 1'), 'CN')).toThrow('phones[0].extension not-a-phone');
});
