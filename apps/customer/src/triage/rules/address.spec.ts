import { addressOf, isWithheld } from './address.js';

it.each([
  ['+86 10 8888 6666', 'CN', { kind: 'phone', value: '+861088886666' }],
  ['010-8888 6666', 'CN', { kind: 'phone', value: '+861088886666' }],
  ['8 (495) 123-45-67', 'RU', { kind: 'phone', value: '+74951234567' }],
  ['０１０８８８８６６６６', 'CN', { kind: 'phone', value: '+861088886666' }],
  ['sip:+74951234567@pbx.example;user=phone', 'CN', { kind: 'phone', value: '+74951234567' }],
  ['"Ольга" <sip:+74951234567@pbx.example>;tag=1', 'CN', { kind: 'phone', value: '+74951234567' }],
  ['<sips:84951234567@pbx.example>', 'RU', { kind: 'phone', value: '+74951234567' }],
  ['Olga@Example.RU', 'CN', { kind: 'email', value: 'olga@example.ru' }],
  ['"Ольга" <Olga@example.ru>', 'CN', { kind: 'email', value: 'olga@example.ru' }],
  ['@', 'CN', undefined],
  ['hello', 'CN', undefined],
  ['anonymous', 'CN', undefined],
])('%s, in %s, is looked up as %j', (text, country, address) => {
  expect(addressOf(text, country)).toEqual(address);
});

it.each([
  ['', true],
  [' Anonymous ', true],
  ['sip:anonymous@anonymous.invalid', true],
  ['"Anonymous" <sip:anonymous@anonymous.invalid>', true],
  ['withheld', true],
  ['+7495', false],
])('%j is withheld: %s', (text, withheld) => {
  expect(isWithheld(text)).toBe(withheld);
});
