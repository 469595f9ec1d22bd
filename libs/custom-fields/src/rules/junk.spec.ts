import { worthOf, type Worth, type Writing } from './junk.js';

describe('what a value is worth that somebody wrote freely', () => {
  it.each<[unknown, Worth]>([
    [undefined, 'empty'],
    [null, 'empty'],
    ['', 'empty'],
    [' ', 'empty'],
    [[], 'empty'],
    [{ unknown: true }, 'unknown'],
    ['Unknown', 'unknown'],
    ['неизвестно', 'unknown'],
    ['未知', 'unknown'],
    ['-', 'junk'],
    ['...', 'junk'],
    ['Test', 'junk'],
    ['测试', 'junk'],
    ['123', 'junk'],
    ['1234567890', 'junk'],
    ['xxxx', 'junk'],
    ['111-11-11', 'junk'],
    ['ыыы', 'junk'],
    ['1900-01-01', 'junk'],
    ['9999-12-31', 'junk'],
    [['xxx', '-'], 'junk'],
    [['xxx', 'Shanghai'], 'good'],
    ['3M', 'good'],
    ['王', 'good'],
    ['Testova', 'good'],
    ['12', 'good'],
    ['0', 'good'],
    ['1990-05-17', 'good'],
    [false, 'good'],
  ])('%j is %s', (value, worth) => {
    expect(worthOf(value, 'free')).toBe(worth);
  });

  it.each(['A', 'X', 'ABC', 'none', '无', '没有', 'нет', 'прочее', 'bar'])('%s is innocent', (text) => {
    expect(worthOf(text, 'free')).toBe('good');
  });
});

describe('what other values are worth', () => {
  const address = (facts: object) => [
    { street: '', city: '', region: '', postalCode: '', country: 'CN', ...facts },
  ];
  const phone = (raw: string) => [{ raw, number: '', kind: 'work' }];
  it.each<[Writing, unknown, Worth]>([
    ['given', '1900-01-01', 'good'],
    ['given', '123', 'good'],
    ['given', 'test', 'good'],
    ['given', ['test', 'xxx'], 'good'],
    ['given', { amount: '0', currency: 'CNY' }, 'good'],
    ['given', '', 'empty'],
    ['phones', phone('+86 10 1234 8765'), 'good'],
    ['phones', phone('88888888'), 'good'],
    ['phones', phone('0000000'), 'junk'],
    ['phones', phone('1234567'), 'junk'],
    ['phones', phone('12'), 'junk'],
    ['phones', [...phone('12'), ...phone('+7 495 123 45 67')], 'good'],
    ['phones', [], 'empty'],
    ['addresses', address({}), 'empty'],
    ['addresses', address({ city: '-', street: 'test' }), 'junk'],
    ['addresses', address({ city: 'Пермь', street: '-' }), 'good'],
    ['addresses', address({ city: '未知' }), 'unknown'],
  ])('%s: %j is %s', (writing, value, worth) => {
    expect(worthOf(value, writing)).toBe(worth);
  });
});
