import { completed, translatedFaults } from './translated.js';

const text = (zh: string, ru: string, en: string) => ({ zh, ru, en });

it.each([
  [text('行业', 'Отрасль', 'Industry'), text('行业', 'Отрасль', 'Industry')],
  [text('行业', '', 'Industry'), text('行业', 'Industry', 'Industry')],
  [text('行业', 'Отрасль', ' '), text('行业', 'Отрасль', 'Отрасль')],
  [text('行业', '', ''), text('行业', '行业', '行业')],
  [text('', '', ''), text('', '', '')],
])('%j is shown as %j', (given, shown) => {
  expect(completed(given)).toEqual(shown);
});

it('needs one language', () => {
  expect(translatedFaults('field.label', text('', ' ', ''))).toEqual([
    { field: 'field.label', reason: 'translated-empty' },
  ]);
  expect(translatedFaults('field.label', undefined)).toHaveLength(1);
  expect(translatedFaults('field.label', text('', 'Отрасль', ''))).toEqual([]);
});
