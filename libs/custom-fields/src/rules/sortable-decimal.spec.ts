import { sortableDecimal } from './sortable-decimal.js';

describe('a decimal as sortable text', () => {
  it('stands in the order of the numbers', () => {
    const inOrder = [
      '-999999999999999.999999',
      '-10',
      '-9.5',
      '-0.000001',
      '0',
      '0.000001',
      '9',
      '10',
      '999999999999999',
    ];
    const texts = inOrder.map(sortableDecimal);
    expect([...texts].sort()).toEqual(texts);
    expect(new Set(texts.map(({ length }) => length))).toEqual(new Set([22]));
  });
});
