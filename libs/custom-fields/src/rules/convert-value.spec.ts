import type { CustomOption } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type {
  FieldShape,
  TypeChange,
  ValueMapping,
} from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import { conversionOf, convertValue } from './convert-value.js';

const option = (key: string, zh: string, ru: string, en: string): CustomOption => ({
  ...{ key, label: { zh, ru, en }, retired: false },
});
const options = [
  option('steel', '钢铁', 'Сталь', 'Steel'),
  option('paper', '造纸', 'Бумага', 'Paper, board'),
  option('coal', '煤炭', 'Уголь', 'Coal'),
];
const shape = (type: FieldShape['type'], facts: Partial<FieldShape> = {}): FieldShape => ({
  ...{ type, options: type === 'choice' || type === 'multi_choice' ? options : [], unknownAllowed: false },
  ...{ minimum: '', maximum: '', defaultValue: '', searchable: false, ...facts },
});
const change = (from: FieldShape, to: FieldShape, facts: Partial<TypeChange> = {}) =>
  conversionOf({
    ...{
      from,
      to,
      mappings: [] as ValueMapping[],
      otherwise: 'refuse',
      currency: '',
      language: 'en',
      ...facts,
    },
  } as TypeChange);
const becomes = (
  from: FieldShape['type'],
  to: FieldShape['type'],
  value: unknown,
  facts: Partial<TypeChange> = {},
) => convertValue(change(shape(from), shape(to), facts), value).value;

it.each([
  ['钢铁', 'steel'],
  ['сталь', 'steel'],
  [' STEEL ', 'steel'],
  ['ｓｔｅｅｌ', 'steel'],
  ['coal', 'coal'],
  ['gold', undefined],
  ['x'.repeat(1000), undefined],
])('the text %j as a choice is %j', (text, key) => {
  expect(becomes('text', 'choice', text)).toBe(key);
});

it.each([
  ['Steel; coal', ['steel', 'coal']],
  ['Paper, board', ['paper']],
  ['钢铁、煤炭', ['steel', 'coal']],
  ['Сталь, Уголь', ['steel', 'coal']],
  ['Сталь, золото', undefined],
  [';', undefined],
])('the text %j as several choices is %j', (text, keys) => {
  expect(becomes('text', 'multi_choice', text)).toEqual(keys);
});

it.each([
  ['12.50', '12.5'],
  ['1 234 567,5', '1234567.5'],
  ['１２', '12'],
  ['-3', '-3'],
  ['1,234', undefined],
  ['1.234', undefined],
  ['12 pieces', undefined],
  ['9'.repeat(40), undefined],
])('the text %j as a number is %j', (text, number) => {
  expect(becomes('text', 'number', text)).toBe(number);
});

it.each([
  ['2026-11-21', '2026-11-21'],
  ['2026/1/2', '2026-01-02'],
  ['2026年11月21日', '2026-11-21'],
  ['21.11.2026', '2026-11-21'],
  ['21.11.2026 г.', '2026-11-21'],
  ['02/03/2026', undefined],
  ['2026-02-30', undefined],
  ['soon', undefined],
])('the text %j as a day is %j', (text, day) => {
  expect(becomes('text', 'date', text)).toBe(day);
});

it('a choice becomes text by its label in the language asked for', () => {
  expect(becomes('choice', 'text', 'steel')).toBe('Steel');
  expect(becomes('choice', 'text', 'steel', { language: 'ru' })).toBe('Сталь');
  expect(becomes('multi_choice', 'text', ['steel', 'coal'], { language: 'zh-CN' })).toBe('钢铁; 煤炭');
});

it('a choice becomes a list of one, and only a list of one a choice', () => {
  expect(becomes('choice', 'multi_choice', 'coal')).toEqual(['coal']);
  expect(becomes('multi_choice', 'choice', ['coal'])).toBe('coal');
  expect(becomes('multi_choice', 'choice', ['coal', 'steel'])).toBeUndefined();
});

it('money is a number only in the currency asked for, and a number money of it', () => {
  const yuan = { amount: '12.5', currency: 'CNY' };
  expect(becomes('money', 'number', yuan, { currency: 'CNY' })).toBe('12.5');
  expect(becomes('money', 'number', yuan, { currency: 'RUB' })).toBeUndefined();
  expect(becomes('number', 'money', '12.5', { currency: 'CNY' })).toEqual(yuan);
  expect(becomes('number', 'money', '12.5')).toBeUndefined();
  expect(becomes('text', 'money', '12,5 CNY')).toEqual(yuan);
});

it('what is one thing as text of one line is so as text of several, and lines become one', () => {
  expect(becomes('text', 'multiline', 'a b')).toBe('a b');
  expect(becomes('multiline', 'text', 'a\n  b\tc')).toBe('a b c');
  expect(becomes('multiline', 'text', 'x'.repeat(5000))).toBeUndefined();
  expect(becomes('boolean', 'text', true)).toBe('true');
  expect(becomes('text', 'boolean', 'да')).toBe(true);
  expect(becomes('text', 'time', '9:05')).toBe('09:05');
});

it('mappings come first, without regard to capital letters and width', () => {
  const mappings = [
    { value: 'Москва', becomes: 'coal', unknown: false },
    { value: 'steel', becomes: 'Бумага', unknown: false },
    { value: 'ＮＯＮＥ', becomes: '', unknown: false },
  ];
  const conversion = change(shape('text'), shape('choice'), { mappings });
  expect(convertValue(conversion, ' МОСКВА ')).toEqual({ how: 'mapped', value: 'coal', astray: false });
  expect(convertValue(conversion, 'Steel').value).toBe('paper');
  expect(convertValue(conversion, 'none')).toEqual({ how: 'cleared', astray: false });
});

it('what does not convert is refused, unknown or taken out as asked', () => {
  const to = shape('choice', { unknownAllowed: true });
  const of = (otherwise: TypeChange['otherwise'], goal = to) =>
    convertValue(change(shape('text'), goal, { otherwise }), 'gold').how;
  expect([of('refuse'), of('unknown'), of('clear')]).toEqual(['unfit', 'unknown', 'cleared']);
  expect(of('unknown', shape('choice'))).toBe('unfit');
});

it('unknown stays unknown where the new field allows it, and is not taken for a word', () => {
  const unknown = { unknown: true };
  const allowed = change(shape('text'), shape('number', { unknownAllowed: true }));
  expect(convertValue(allowed, unknown)).toMatchObject({ how: 'unknown', value: unknown });
  expect(convertValue(change(shape('text'), shape('number')), unknown).how).toBe('unfit');
  const toText = change(shape('choice'), shape('text', { unknownAllowed: true }));
  expect(convertValue(toText, 'unknown').value).toBe('unknown');
});

it('limits of the new field hold', () => {
  const to = shape('number', { minimum: '0', maximum: '10' });
  expect(convertValue(change(shape('text'), to), '11').how).toBe('unfit');
  expect(convertValue(change(shape('text'), to), '10').value).toBe('10');
});
