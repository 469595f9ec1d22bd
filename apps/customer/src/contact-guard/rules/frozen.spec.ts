import { isLeftAlone } from './frozen.js';

const other = { outbound: true, freezeUntil: 200, time: 100, mayTurn: false };

it('a frozen customer is left alone, but by who answers for it', () => {
  expect(isLeftAlone(other)).toBe(true);
  expect(isLeftAlone({ ...other, mayTurn: true })).toBe(false);
});

it('may itself turn to anybody, and is called again when the freeze is over', () => {
  expect(isLeftAlone({ ...other, outbound: false })).toBe(false);
  expect(isLeftAlone({ ...other, time: 200 })).toBe(false);
  expect(isLeftAlone({ ...other, freezeUntil: undefined })).toBe(false);
});
