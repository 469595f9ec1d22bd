import { pauseAfter } from './back-off.js';

describe('the pause before the next attempt', () => {
  it.each([
    [1, 30],
    [2, 120],
    [3, 600],
    [4, 3600],
    [7, 3600],
    [8, undefined],
    [9, undefined],
  ])('after %i is %p seconds', (attempts, seconds) => {
    expect(pauseAfter(attempts)).toBe(seconds);
  });
});
