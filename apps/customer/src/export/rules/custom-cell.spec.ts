import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import { cellValue } from '@kontor/custom-fields/rules/cell-value';
import { customCell } from './custom-cell.js';
import { headingsOf } from './headings.js';

const label = (en: string, ru = '', zh = '') => ({ en, ru, zh });
const field = (type: CustomField['type'], more: Partial<CustomField> = {}): CustomField =>
  ({
    ...{ type, key: 'trade', label: label('Trade', 'Отрасль'), unknownAllowed: true },
    options: [
      { key: 'steel', label: label('Steel', 'Сталь', '钢铁'), retired: false },
      { key: 'other', label: label('A; B'), retired: false },
      { key: 'twin', label: label('Steel'), retired: true },
    ],
    ...more,
  }) as CustomField;
const none = () => undefined;

it.each<[string, CustomField, unknown, string]>([
  ['an option by its label in the language', field('choice'), 'steel', 'Сталь'],
  ['an option whose label would be read as two by its key', field('multi_choice'), ['other'], 'other'],
  ['an option whose label is another one’s by its key', field('choice'), 'twin', 'twin'],
  ['an option that is gone by its key', field('choice'), 'gone', 'gone'],
  ['several options', field('multi_choice'), ['steel', 'other'], 'Сталь; other'],
  ['what is unknown by that word', field('number'), { unknown: true }, 'unknown'],
  ['money by amount and currency', field('money'), { currency: 'CNY', amount: '1.5' }, '1.5 CNY'],
  ['nothing for none', field('text'), undefined, ''],
])('a cell shows %s, and is read back as it was', (_, of, value, text) => {
  expect(customCell(of, value, 'ru', none)).toBe(text);
  if (value !== undefined) expect(cellValue(of, text)).toEqual(value);
});

it('a cell names people and records as it is told, else by id', () => {
  expect(customCell(field('person'), 'id-1', 'ru', () => 'anna@x.example')).toBe('anna@x.example');
  expect(customCell(field('reference'), 'id-1', 'ru', none)).toBe('id-1');
});

it('headings are labels in the language, and none stands twice', () => {
  const fields = [field('text'), field('text', { key: 'title', label: label('Name') })];
  const columns = ['name', 'contact1Phone', 'custom.trade', 'custom.title', 'custom.gone'];
  expect(headingsOf(columns, 'ru', fields)).toEqual([
    ...['Название', 'Контактное лицо 1 телефон', 'Отрасль', 'Name', 'custom.gone'],
  ]);
  expect(headingsOf(columns, 'en', fields)).toEqual([
    ...['Name', 'Contact 1 phone', 'Trade', 'Name (title)', 'custom.gone'],
  ]);
});
