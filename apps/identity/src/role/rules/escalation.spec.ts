import fc from 'fast-check';
import type { RoleRights } from '@kontor/access/default-roles';
import { knownPermissions } from '@kontor/access/permissions';
import { Rights } from '@kontor/access/rights';
import { FieldRight, Reach } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { givenBeyond, heldBy, lackingRight } from './escalation.js';

const role = (rights: Partial<RoleRights> = {}): RoleRights => ({
  id: 'clerk',
  permissions: [],
  deniedPermissions: [],
  reaches: [],
  names: [],
  fields: [],
  ...rights,
});
const rights = (...roles: Partial<RoleRights>[]) => new Rights(roles.map(role));
const administrator = rights({ id: 'administrator' });
const note = (right: FieldRight) => ({ fields: [{ object: 'customer', field: 'note', right }] });
const reach = (reach: Reach) => ({ reaches: [{ object: 'customer', reach }] });

describe('what somebody holds', () => {
  it.each([
    [
      'less',
      rights({ permissions: ['customer.read', 'customer.write'] }),
      rights({ permissions: ['customer.read'] }),
      undefined,
    ],
    [
      'a further permission',
      rights({ permissions: ['customer.read'] }),
      rights({ permissions: ['customer.write'] }),
      'customer.write',
    ],
    [
      'a permission that is denied to oneself',
      rights({ permissions: ['customer.read'] }, { deniedPermissions: ['customer.read'] }),
      rights({ permissions: ['customer.read'] }),
      'customer.read',
    ],
    [
      'a permission that another role denies',
      rights({}),
      rights({ permissions: ['customer.read'] }, { deniedPermissions: ['customer.read'] }),
      undefined,
    ],
    ['a wider reach', rights({}), rights(reach('all')), 'customer: all'],
    ['a reach of another kind', rights({}), rights(reach('unit')), 'customer: unit'],
    ['a reach within', rights(reach('unit_below')), rights(reach('unit')), undefined],
    ['the usual reach, having only the own', rights(reach('own')), rights({}), 'customer: line'],
    ['a field that is free to others', rights(note('mask')), rights({}), 'customer.note: write'],
    ['a field as far as one may', rights(note('read')), rights(note('read')), undefined],
    ['names', rights({}), rights({ names: [{ object: 'customer', fields: ['name'] }] }), 'customer.id'],
    [
      'names, reaching all',
      rights(reach('all')),
      rights({ names: [{ object: 'customer', fields: ['name'] }] }),
      undefined,
    ],
    [
      'everything',
      rights({ permissions: [...knownPermissions] }, reach('all')),
      administrator,
      'administrator',
    ],
    ['everything, as administrator', administrator, administrator, undefined],
  ])('is measured against %s', (_, held, wanted, lacking) => {
    expect(lackingRight(held, wanted)).toBe(lacking);
  });

  it('ends with the scopes of a key, an administrator’s too', () => {
    const held = heldBy({ scopes: ['person.manage', 'customer.read'] }, administrator);
    expect(lackingRight(held, rights({ permissions: ['customer.read'] }))).toBeUndefined();
    expect(lackingRight(held, rights({ permissions: ['customer.write'] }))).toBe('customer.write');
    expect(lackingRight(held, administrator)).toBe('administrator');
  });
});

describe('a change of a role', () => {
  const seller = rights({ permissions: ['customer.read'] });

  it.each<[string, Partial<RoleRights> | undefined, Partial<RoleRights>, string[]]>([
    ['gives what is held', {}, { permissions: ['customer.read'] }, []],
    [
      'gives what is not held',
      {},
      { permissions: ['customer.read', 'role.manage'] },
      ['role.permissions[1]'],
    ],
    ['leaves what it gave', { permissions: ['role.manage'] }, { permissions: ['role.manage'] }, []],
    ['takes something', { permissions: ['role.manage'] }, {}, []],
    ['takes a denial back', { deniedPermissions: ['role.manage'] }, {}, ['role.deniedPermissions']],
    ['widens the reach', {}, reach('all'), ['role.reaches[0].reach']],
    ['narrows the reach', reach('all'), reach('line'), []],
    ['drops a reach for the usual one', reach('own'), {}, []],
    [
      'shows names',
      {},
      { names: [{ object: 'customer', fields: ['name'] }] },
      ['role.names[0]', 'role.names[0]', 'role.names[0]'],
    ],
    ['hides a field', {}, note('none'), []],
    ['shows a field again', note('none'), {}, []],
    ['is new and usual', undefined, {}, []],
  ])('%s', (_, before, after, fields) => {
    const beyond = givenBeyond(seller, before && role(before), role(after));
    expect(beyond.map(({ field }) => field)).toEqual(fields);
  });

  it.each<[string, Partial<RoleRights> | undefined, Partial<RoleRights>, string[]]>([
    ['raises it', note('none'), note('read'), ['role.fields[0].right']],
    ['frees it', note('mask'), {}, ['role.fields']],
    ['names it, which may raise it beside another role', {}, note('write'), ['role.fields[0].right']],
    ['does not speak of it in a new role', undefined, {}, ['role.fields']],
    ['hides it in a new role', undefined, note('none'), []],
    ['leaves it hidden', note('none'), note('none'), []],
  ])('of a field that the caller sees masked: %s', (_, before, after, fields) => {
    const beyond = givenBeyond(rights(note('mask')), before && role(before), role(after));
    expect(beyond.map(({ field }) => field)).toEqual(fields);
  });

  it('is free to administrators', () => {
    expect(
      givenBeyond(administrator, undefined, role({ permissions: ['role.manage'], ...reach('all') })),
    ).toEqual([]);
  });

  // Whoever holds the role, with whichever others: nobody comes to hold by it what neither they nor the caller held.
  it('that is allowed gives no holder of any other role a right that the caller lacks', () => {
    const anyRole = fc.record({
      permissions: fc.uniqueArray(fc.constantFrom('customer.read', 'customer.write', 'role.manage')),
      deniedPermissions: fc.uniqueArray(fc.constantFrom('customer.read', 'customer.write')),
      reaches: fc
        .option(fc.constantFrom(...Object.values(Reach)), { nil: undefined })
        .map((one) => (one ? reach(one).reaches : [])),
      fields: fc
        .option(fc.constantFrom(...Object.values(FieldRight)), { nil: undefined })
        .map((one) => (one ? note(one).fields : [])),
    });
    let allowed = 0;
    fc.assert(
      fc.property(anyRole, anyRole, anyRole, anyRole, (mine, other, before, after) => {
        const held = rights(mine);
        if (givenBeyond(held, role(before), role(after)).length > 0) return;
        allowed += 1;
        const was = rights(other, before);
        const is = rights(other, after);
        for (const permission of ['customer.read', 'customer.write', 'role.manage'])
          if (is.may(permission) && !was.may(permission)) expect(held.may(permission)).toBe(true);
        const heights = ['none', 'mask', 'read', 'write'];
        const height = (of: Rights) => heights.indexOf(of.field('customer', 'note'));
        if (height(is) > height(was)) expect(height(held)).toBeGreaterThanOrEqual(height(is));
        if (is.reaches('customer').has('all') && !was.reaches('customer').has('all'))
          expect(held.reaches('customer').has('all')).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });
});
