import { ownPlaceFault, type Move } from './own-place.js';

const move = (changes: Partial<Move>): Move => ({
  callerId: 'registrar',
  personId: 'ann',
  before: { unitId: 'north', managerId: 'boss' },
  changes: {},
  aboveBefore: ['ann', 'boss'],
  aboveAfter: ['ann', 'boss'],
  ...changes,
});

describe('a move', () => {
  it.each<[string, Partial<Move>, string | undefined]>([
    [
      'of somebody to somebody else',
      { changes: { managerId: 'other' }, aboveAfter: ['other', 'boss'] },
      undefined,
    ],
    [
      'of somebody to the caller',
      { changes: { managerId: 'registrar' }, aboveAfter: ['registrar'] },
      'own-line',
    ],
    [
      'of somebody below the caller',
      { changes: { managerId: 'x' }, aboveAfter: ['x', 'registrar'] },
      'own-line',
    ],
    [
      'within the caller’s line',
      { aboveBefore: ['ann', 'registrar'], aboveAfter: ['x', 'registrar'] },
      undefined,
    ],
    ['of the caller to another unit', { personId: 'registrar', changes: { unitId: 'company' } }, 'own-place'],
    ['of the caller out of the unit', { personId: 'registrar', changes: { unitId: undefined } }, 'own-place'],
    ['of the caller to another manager', { personId: 'registrar', changes: { managerId: 'x' } }, 'own-place'],
    [
      'of the caller to where the caller is',
      { personId: 'registrar', changes: { unitId: 'north' } },
      undefined,
    ],
  ])('%s', (_, changes, reason) => {
    expect(ownPlaceFault(move(changes))?.reason).toBe(reason);
  });
});
