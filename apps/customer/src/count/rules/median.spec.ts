import { dice } from '@kontor/testing/dice';
import { medianOf } from './median.js';

it('is the one in the middle, or the mean of the two in the middle', () => {
  expect(medianOf([])).toBeUndefined();
  expect(medianOf([7, 1])).toBe(7);
  expect(medianOf([9, 1, 2, 1])).toBe(5.5);
  expect(medianOf([9, 1, 2, 2, 0, 1])).toBe(2);
});

it('is that of the days written out, in whatever order and however often the pairs tell of them', () => {
  const roll = dice(7);
  for (let turn = 0; turn < 200; turn++) {
    const pairs = Array.from({ length: 1 + roll(9) }, () => [roll(12), 1 + roll(4)] as const);
    const days = pairs
      .flatMap(([one, times]) => Array.from({ length: times }, () => one))
      .sort((a, b) => a - b);
    const middle = ((days[(days.length - 1) >> 1] ?? 0) + (days[days.length >> 1] ?? 0)) / 2;
    expect(medianOf(pairs.flat())).toBe(middle);
  }
});
