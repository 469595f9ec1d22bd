import { resendPause } from './resend.js';

test('the next attempt comes soon, then less often, and at least every two minutes', () => {
  expect([1, 2, 3, 4, 5, 6, 100].map(resendPause)).toEqual([5, 10, 20, 40, 80, 120, 120]);
});
