import { keptAmounts, negativeAmounts } from './amounts.js';

describe('the numbers of a product', () => {
  it('may be nothing, absent or above', () => {
    expect(negativeAmounts({ price: '0', weight: '-0.00', standardCost: '12.5' })).toEqual([]);
    expect(negativeAmounts({ price: undefined })).toEqual([]);
  });

  it('are kept with the digits that were written, and without a sign before nothing', () => {
    expect(keptAmounts({ name: 'x', price: '12.50', weight: '-0.00', standardCost: undefined })).toEqual({
      name: 'x',
      price: '12.50',
      weight: '0.00',
      standardCost: undefined,
    });
  });

  it('are never below zero, however little', () => {
    expect(negativeAmounts({ price: '-0.000001', standardCost: '-3', weight: '1' })).toEqual([
      { field: 'price', reason: 'too-small', params: { min: 0 } },
      { field: 'standardCost', reason: 'too-small', params: { min: 0 } },
    ]);
  });
});
