import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { isPastDay, lifeStepRefusals, maySignIn, statusAfter, type LifeStep } from './life-cycle.js';

const statuses: PersonStatus[] = ['invited', 'active', 'leaving', 'left'];

/** Step → for invited, active, leaving, left: where it leads. */
const table: Record<LifeStep, (PersonStatus | undefined)[]> = {
  leave: [undefined, 'leaving', undefined, undefined],
  left: ['left', 'left', 'left', undefined],
  return: [undefined, undefined, 'active', 'active'],
};

describe('the life of a person here', () => {
  it.each(Object.entries(table))('goes the way of the table: %s', (step, expected) => {
    expect(statuses.map((status) => statusAfter(step as LifeStep, status, true))).toEqual(expected);
    expect(lifeStepRefusals[step as LifeStep]).toMatch(/^[a-z-]+$/);
  });

  it('begins anew with an invitation for who comes back and has nothing to sign in with', () => {
    expect(statusAfter('return', 'left', false)).toBe('invited');
  });

  it('lets people sign in until they left, and not before they have a credential', () => {
    expect(statuses.filter(maySignIn)).toEqual(['active', 'leaving']);
  });

  it('may end today, not yesterday', () => {
    expect(isPastDay('2026-11-20', '2026-11-21')).toBe(true);
    expect(isPastDay('2026-11-21', '2026-11-21')).toBe(false);
  });
});
