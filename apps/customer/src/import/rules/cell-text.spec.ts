import { cellText, isUnreadable, itemsOf, oneLine, storableCell } from './cell-text.js';

it.each([
  ['  Acme \u00a0', 'Acme'],
  [`'=SUM(A1)`, '=SUM(A1)'],
  [`'+7 900`, '+7 900'],
  [`'-5`, '-5'],
  [`'@x`, '@x'],
  ['=SUM(A1)', '=SUM(A1)'],
  [`'quoted'`, `'quoted'`],
  [`O'Neill`, `O'Neill`],
])('the text of %j is %j', (cell, text) => {
  expect(cellText(cell)).toBe(text);
});

it('line breaks and tabs become one space where a field has one line', () => {
  expect(oneLine('a\r\nb\t\nc')).toBe('a b c');
});

it('a cell may hold several items', () => {
  expect(itemsOf('a; b；c\nd;;')).toEqual(['a', 'b', 'c', 'd']);
  expect(itemsOf('a, b')).toEqual(['a, b']);
  expect(itemsOf('')).toEqual([]);
});

it('what could not be decoded is noticed, and what a database refuses is replaced', () => {
  expect(isUnreadable('a\ufffd')).toBe(true);
  expect(isUnreadable('客户')).toBe(false);
  expect(storableCell('a\u0000b\ud800')).toBe('a\ufffdb\ufffd');
});
