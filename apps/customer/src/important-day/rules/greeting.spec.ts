import { greetingLanguage, greetingText } from './greeting.js';

const nobodyKnows = { language: '', country: '', ownerLanguage: undefined };

it.each([
  ['the noted one', { language: 'ru', country: 'CN', ownerLanguage: 'en' as const }, 'ru'],
  ['English in place of one that we do not write', { language: 'de', country: 'CN' }, 'en'],
  ['that of the country', { country: 'RU', ownerLanguage: 'en' as const }, 'ru'],
  ['that of China', { country: 'CN' }, 'zh-CN'],
  ['English abroad', { country: 'BR', ownerLanguage: 'ru' as const }, 'en'],
  ['that of the owner', { ownerLanguage: 'zh-CN' as const }, 'zh-CN'],
  ['English of nobody', {}, 'en'],
])('the language of a greeting is %s', (_, told, expected) => {
  expect(greetingLanguage({ ...nobodyKnows, ...told })).toBe(expected);
});

it('keeps signs of a name that mean something to programs', () => {
  expect(greetingText('birthday', '$& {name}', 'ru')).toContain('$& {name}, поздравляем');
});
