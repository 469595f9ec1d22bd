import { absenceRefusal, approverOf } from './who-may.js';

const above = ['ann', 'boss', 'director'];

describe('who stands in for Ann is decided', () => {
  it.each([
    ['ann', false, 'bob', undefined],
    ['boss', false, 'boss', undefined],
    ['director', false, 'bob', undefined],
    ['bob', false, 'bob', 'not-a-superior'],
    ['bob', true, 'cid', undefined],
    ['bob', true, 'bob', 'substitute-yourself'],
    ['boss', true, 'boss', undefined],
  ])('by %s (manages people: %s) for %s: %s', (personId, managesPeople, substitute, refusal) => {
    expect(absenceRefusal({ personId, managesPeople }, substitute, above)).toBe(refusal);
  });
});

it('an absence is agreed on by who is above or manages people, by the person only where nobody is above', () => {
  expect(approverOf({ personId: 'boss' }, 'ann', ['ann', 'boss'])).toBe('boss');
  expect(approverOf({ personId: 'hr' }, 'ann', ['ann', 'boss'])).toBe('hr');
  expect(approverOf({ personId: 'ann' }, 'ann', ['ann', 'boss'])).toBeUndefined();
  expect(approverOf({ personId: 'director' }, 'director', ['director'])).toBe('director');
});
