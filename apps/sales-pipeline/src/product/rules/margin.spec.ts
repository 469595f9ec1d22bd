import { marginOf } from './margin.js';

describe('the margin of a product', () => {
  it.each([
    ['10.00', '7.5', '2.50', '25.00'],
    ['3', '2', '1', '33.33'],
    ['3', '1', '2', '66.67'],
    ['8', '7.9996', '0.0004', '0.01'],
    ['8', '8.0004', '-0.0004', '-0.01'],
    ['100', '250', '-150', '-150.00'],
    ['0.3', '0.1', '0.2', '66.67'],
    ['999999999999999.999999', '0.000001', '999999999999999.999998', '100.00'],
    ['0.000001', '999999999999999', '-999999999999998.999999', '-99999999999999899999900.00'],
  ])('of price %s and cost %s is exactly %s, which is %s per cent', (price, cost, margin, marginPercent) => {
    expect(marginOf(price, cost)).toEqual({ margin, marginPercent });
  });

  it('is unknown where price or cost are', () => {
    const unknown = { margin: undefined, marginPercent: undefined };
    expect(marginOf(undefined, '1')).toEqual(unknown);
    expect(marginOf('1', undefined)).toEqual(unknown);
  });

  it('is no share of a price of nothing', () => {
    expect(marginOf('0.00', '1')).toEqual({ margin: '-1.00', marginPercent: undefined });
  });
});
