import { assignmentSteps, maySeeAssignments, type Post } from './assignment.js';

const post = (changes: Partial<Post> = {}): Post => ({
  unitId: 'north',
  position: 'Seller',
  managerId: 'boss',
  status: 'active',
  ...changes,
});

describe('the history of a person', () => {
  it.each<[string, Post | undefined, Post, boolean, boolean]>([
    ['begins with the person', undefined, post(), false, true],
    ['goes on when the unit changes', post(), post({ unitId: 'south' }), true, true],
    ['goes on when the position changes', post(), post({ position: undefined }), true, true],
    ['goes on when the manager changes', post(), post({ managerId: 'other' }), true, true],
    ['stays when nothing of it changes', post(), post({ status: 'leaving' }), false, false],
    ['ends when the person left', post({ status: 'leaving' }), post({ status: 'left' }), true, false],
    ['begins anew when the person comes back', post({ status: 'left' }), post(), false, true],
    [
      'has nothing of who left',
      post({ status: 'left' }),
      post({ status: 'left', unitId: undefined }),
      false,
      false,
    ],
  ])('%s', (_, before, after, end, begin) => {
    expect(assignmentSteps(before, after)).toEqual({ end, begin });
  });

  it.each([
    ['the person', 'ann', false, true],
    ['the manager', 'boss', false, true],
    ['somebody further above', 'director', false, true],
    ['an administrator', 'admin', true, true],
    ['a colleague', 'bob', false, false],
    ['somebody below', 'cid', false, false],
  ])('is read by %s: %s', (_, personId, managesPeople, may) => {
    expect(maySeeAssignments({ personId, managesPeople }, ['ann', 'boss', 'director'])).toBe(may);
  });
});
