import { usesInWords, type ContactUse } from './use-words.js';

const uses: ContactUse[] = [
  { kind: 'interactions', count: 2 },
  { kind: 'phoneCalls', count: 1 },
];

it.each([
  ['en', 'talks (2), phone calls (1)'],
  ['ru', 'записи о контактах (2), звонки (1)'],
  ['zh-CN', '沟通记录（2）、通话（1）'],
] as const)('says in %s what hangs on a contact', (language, expected) => {
  expect(usesInWords(uses, language)).toBe(expected);
});
