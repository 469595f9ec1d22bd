import { namedRule, rulesInWords } from './rules-in-words.js';

const rules = [
  namedRule('segment', 'A “big” one'),
  namedRule('visit-plan', '大客户'),
  namedRule('toString', 'x'),
];

it.each([
  ['en', ['segment “A “big” one”', 'visit plan “大客户”', 'toString “x”']],
  ['ru', ['сегмент «A “big” one»', 'план визитов «大客户»', 'toString “x”']],
  ['zh-CN', ['客户分组“A “big” one”', '拜访计划“大客户”', 'toString “x”']],
] as const)('rules are named in %s as people call them', (language, said) => {
  expect(rulesInWords(rules, language)).toEqual(said);
});
