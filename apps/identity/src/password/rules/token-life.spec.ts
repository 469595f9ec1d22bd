import { tokenLife, tokenPurpose } from './token-life.js';

test('who has no password is invited, and has days; who has one has minutes', () => {
  expect(tokenLife[tokenPurpose(false)]).toBe(72 * 3_600_000);
  expect(tokenLife[tokenPurpose(true)]).toBe(15 * 60_000);
});
