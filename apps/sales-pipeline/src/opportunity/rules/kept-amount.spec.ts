import { keptAmount } from './kept-amount.js';

it('keeps the digits of an amount, and no minus before nothing', () => {
  expect([keptAmount('1200.50'), keptAmount('-0.00')]).toEqual(['1200.50', '0.00']);
});
