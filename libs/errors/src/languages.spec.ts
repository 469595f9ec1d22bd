import { isLanguage, pickLanguage } from './languages.js';

describe('pickLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ru', 'ru'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh-Hant-TW', 'zh-CN'],
    ['ZH', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh_CN', 'zh-CN'],
    ['ru-RU;q=0.5', 'ru'],
    ['*', 'en'],
    ['en-GB,ru;q=0.5', 'en'],
    ['de, ru;q=0.3, zh;q=0.7', 'zh-CN'],
    ['de, *;q=0.5', 'en'],
    ['en;q=0, ru;q=0.1', 'ru'],
    ['ru;q=0', 'en'],
    ['ru;q=7, zh;q=abc', 'en'],
    [';;;,,,q=1', 'en'],
    ['russian', 'en'],
    ['ru, zh-CN', 'ru'],
  ] as const)('reads %p as %s', (header, language) => {
    expect(pickLanguage(header, 'en')).toBe(language);
  });

  it('answers the fallback to a header of unreasonable length', () => {
    expect(pickLanguage(`ru,${'x,'.repeat(1000)}`, 'zh-CN')).toBe('zh-CN');
  });
});

it.each([
  ['zh-CN', true],
  ['zh', false],
  ['RU', false],
  [undefined, false],
])('isLanguage(%p) is %p', (word, expected) => {
  expect(isLanguage(word)).toBe(expected);
});
