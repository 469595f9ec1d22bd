import { countryCode } from './country.js';

it.each([
  ['de', 'DE'],
  ['Germany', 'DE'],
  ['Германия', 'DE'],
  ['德国', 'DE'],
  ['РФ', 'RU'],
  ['USA', 'US'],
  ['Atlantis', 'Atlantis'],
  ['', ''],
])('%j is %j', (text, code) => {
  expect(countryCode(text)).toBe(code);
});
