import { worthOf, type Worth } from './junk.js';

describe('what a value is worth', () => {
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
    ['X', 'junk'],
    ['Test', 'junk'],
    ['测试', 'junk'],
    ['123', 'junk'],
    ['1234567890', 'junk'],
    ['xxxx', 'junk'],
    ['111-11-11', 'junk'],
    ['ыыы', 'junk'],
    ['1900-01-01', 'junk'],
    ['9999-12-31', 'junk'],
    [['x', '-'], 'junk'],
    [['x', 'Shanghai'], 'good'],
    ['3M', 'good'],
    ['王', 'good'],
    ['Testova', 'good'],
    ['12', 'good'],
    ['0', 'good'],
    ['1990-05-17', 'good'],
    [false, 'good'],
    [{ amount: '0', currency: 'CNY' }, 'good'],
    [[{ raw: '+86 10 1234' }], 'good'],
  ])('%j is %s', (value, worth) => {
    expect(worthOf(value)).toBe(worth);
  });
});
