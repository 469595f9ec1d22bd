import { knownPhones, phoneNumber, withNumbers } from './phone.js';

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
  ['8 (495) 123-45-67', 'CN', '+74951234567'],
  ['8 986 123-45-67', 'CN', '+79861234567'],
  ['84951234567', 'CN', '+74951234567'],
  ['898-6123 4567', 'CN', '+8689861234567'],
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
  ['123-45-67 (доб. 5)', 'RU', 'Москва', '+74951234567'],
  ['123-45-67 вн. 5', 'RU', '', ''],
])('%s of %s in the city %s is kept, and its number is %s', (raw, country, city, number) => {
  expect(local(raw, country, city)).toBe(number);
});

it.each([
  ['(495) 123-45-67', 'RU', '', '+74951234567'],
  ['123-45-67', 'RU', 'Москва', '+74951234567'],
  ['8 (495) 123-45-67', 'RU', '', '+74951234567'],
  ['010-8888 6666', 'RU', '', '+861088886666'],
  ['138 0001 2345', 'RU', '', '+8613800012345'],
  ['020 7946 0100', 'GB', 'London', '+442079460100'],
  ['12', 'RU', '', undefined],
])('%s of a customer in %s (%s) is %s for a company of China', (raw, country, city, number) => {
  const address = { street: '', city, region: '', postalCode: '', country };
  const { phones, violations } = withNumbers([{ raw, number: '', kind: 'work' }], 'CN', [address]);
  expect(violations.length > 0 ? undefined : phones[0]?.number).toBe(number);
});

it.each([
  ['+86 10 8888 6666 ext. 12', '12'],
  ['010-88886666转 8012', '8012'],
  ['+7 495 123-45-67 доб. 5', '5'],
  ['+7 (495) 123-45-67 (доб. 123)', '123'],
  ['+7 495 123-45-67, вн. 12', '12'],
  ['+7 495 123-45-67 внутр. 12', '12'],
  ['+7 495 123-45-67 добавочный 12', '12'],
  ['+886 2 2345 6789轉12', '12'],
  ['010-88886666（分机8001）', '8001'],
  ['010-88886666-8001', '8001'],
  ['+86 010-8888-6666-801', '801'],
  ['400-810-8888-12', '12'],
  ['010-8888-6666', undefined],
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

it('keeps the extension that was told beside the number', () => {
  const phone = { raw: '+86 10 8888 6666', number: '', kind: 'work', extension: '012' } as const;
  expect(knownPhones([phone], 'CN')[0]?.extension).toBe('012');
});
