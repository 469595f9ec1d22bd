import { ownPart } from './own-part.js';

const name = 'New Year · Новый год · 元旦';

it.each([
  ['en', name, 'New Year'],
  ['ru', name, 'Новый год'],
  ['zh-CN', name, '元旦'],
  ['ru', 'Holi · होली', 'Holi · होली'],
  ['ru', '8 March', '8 March'],
] as const)('a reader of %s reads of %s: %s', (language, given, read) => {
  expect(ownPart(given, language)).toBe(read);
});
