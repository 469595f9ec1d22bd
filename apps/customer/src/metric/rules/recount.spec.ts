import { recountAfter } from './recount.js';

it.each([
  [0, 60_000],
  [600, 60_000],
  [2_000, 200_000],
])('a number whose count took %i ms stands for %i ms', (took, stands) => {
  expect(recountAfter(took)).toBe(stands);
});
