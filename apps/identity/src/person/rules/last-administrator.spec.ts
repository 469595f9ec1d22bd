import type { PersonStatus, Role } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { removesLastAdministrator } from './last-administrator.js';

const standing = (roles: Role[], status: PersonStatus = 'active') => ({ roles, status });

describe('the last administrator', () => {
  it.each([
    ['loses the role', standing(['administrator']), standing(['manager']), 0, true],
    ['loses one of two roles', standing(['administrator', 'manager']), standing(['manager']), 0, true],
    ['leaves', standing(['administrator']), standing(['administrator'], 'left'), 0, true],
    ['loses the role while another holds it', standing(['administrator']), standing(['manager']), 1, false],
    ['gains a role', standing(['administrator']), standing(['administrator', 'manager']), 0, false],
    ['had left already', standing(['administrator'], 'left'), standing([], 'left'), 0, false],
    ['never was one', standing(['manager']), standing(['salesperson']), 0, false],
  ])('%s', (_, before, after, others, removes) => {
    expect(removesLastAdministrator(before, after, others)).toBe(removes);
  });
});
