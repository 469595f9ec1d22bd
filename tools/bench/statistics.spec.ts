import { median, quantile } from './statistics.ts';

describe('figures of many runs', () => {
  it('takes the middle one of an odd number, whatever their order', () => {
    expect(median([30, 10, 20])).toBe(20);
  });

  it('takes the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it('gives the 99th percentile as a value that occurred', () => {
    const times = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(quantile(times, 0.99)).toBe(198);
    expect(quantile(times, 0.5)).toBe(100);
    expect(quantile([7], 0.99)).toBe(7);
  });
});
