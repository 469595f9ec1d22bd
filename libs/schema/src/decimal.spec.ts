import fc from 'fast-check';
import { decimalOf, millionths, placesOf } from './decimal.js';

describe('exact decimals', () => {
  it.each([
    ['0', 0n],
    ['-0', 0n],
    ['0.000001', 1n],
    ['-0.5', -500_000n],
    ['0.10', 100_000n],
    ['999999999999999.999999', 999_999_999_999_999_999_999n],
  ])('reads %s to the last millionth', (decimal, value) => {
    expect(millionths(decimal)).toBe(value);
  });

  it.each(['', '1.', '.5', '1e3', '1.2345678', '１２', '1,5', 'NaN', '0x10'])('refuses "%s"', (text) => {
    expect(() => millionths(text)).toThrow(RangeError);
  });

  it('come back as they were, but for zeros at the end', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 21n), max: 10n ** 21n }), (value) => {
        expect(millionths(decimalOf(value))).toBe(value);
      }),
    );
    expect(decimalOf(millionths('12.500000'))).toBe('12.5');
  });

  it('are written with the digits asked for, and never with fewer than they need', () => {
    expect(decimalOf(12_500_000n, 2)).toBe('12.50');
    expect(decimalOf(-1n, 2)).toBe('-0.000001');
    expect(decimalOf(3_000_000n)).toBe('3');
    expect(['3', '3.10', '-0.000001'].map(placesOf)).toEqual([0, 2, 6]);
  });
});
