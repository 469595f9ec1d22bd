import { Rights } from '@kontor/access/rights';
import type { PersonStatus } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { locksEverybodyOut, removesLastAdministrator } from './last-administrator.js';

const role = (id: string, permissions: string[] = [], deniedPermissions: string[] = []) => ({
  id,
  permissions,
  deniedPermissions,
  reaches: [],
  names: [],
  fields: [],
});
const roles = [
  role('administrator'),
  role('manager', ['customer.read']),
  role('steward', ['role.manage', 'person.manage']),
  role('registrar', ['person.manage']),
  role('restricted', [], ['role.manage']),
];
const rightsOf = (ids: readonly string[]) => new Rights(roles.filter(({ id }) => ids.includes(id)));
const standing = (held: string[], status: PersonStatus = 'active') => ({ roles: held, status });

describe('the last administrator', () => {
  it.each([
    ['loses the role', standing(['administrator']), standing(['manager']), [], true],
    ['leaves', standing(['administrator']), standing(['administrator'], 'leaving'), [], true],
    ['hands over to another', standing(['administrator']), standing(['manager']), [['administrator']], false],
    ['hands over to a role that may as much', standing(['administrator']), standing(['steward']), [], false],
    [
      'leaves behind who may manage people only',
      standing(['steward']),
      standing(['manager']),
      [['registrar']],
      true,
    ],
    [
      'leaves behind who is denied it',
      standing(['steward']),
      standing([]),
      [['steward', 'restricted']],
      true,
    ],
    ['is denied it by another role', standing(['steward']), standing(['steward', 'restricted']), [], true],
    [
      'cannot be denied it as administrator',
      standing(['administrator']),
      standing(['administrator', 'restricted']),
      [],
      false,
    ],
    ['keeps the role', standing(['administrator']), standing(['administrator', 'manager']), [], false],
    ['never was one', standing(['manager']), standing(['registrar']), [], false],
  ])('%s', (_, before, after, others, removes) => {
    expect(removesLastAdministrator(before, after, others, rightsOf)).toBe(removes);
  });

  it('is locked out by a role that denies, and not while another stands beside', () => {
    const denying = (ids: readonly string[]) =>
      new Rights(
        [...roles.filter(({ id }) => id !== 'steward'), role('steward', ['person.manage'])].filter(({ id }) =>
          ids.includes(id),
        ),
      );
    expect(locksEverybodyOut([['steward'], ['manager']], rightsOf, denying)).toBe(true);
    expect(locksEverybodyOut([['steward'], ['administrator']], rightsOf, denying)).toBe(false);
    expect(locksEverybodyOut([['manager']], rightsOf, denying)).toBe(false);
  });
});
