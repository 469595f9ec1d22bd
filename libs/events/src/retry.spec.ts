import { retryPause } from './retry.js';

test.each([
  [1, 1_000],
  [2, 2_000],
  [3, 4_000],
  [6, 32_000],
  [7, 60_000],
  [20, 60_000],
])('after delivery %i an event pauses for about %i ms', (deliveries, expected) => {
  expect(retryPause(deliveries, 0.5)).toBe(expected);
  expect(retryPause(deliveries, 0)).toBe(expected * 0.75);
  expect(retryPause(deliveries, 1)).toBe(expected * 1.25);
});
