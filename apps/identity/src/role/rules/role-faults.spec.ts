import type { RoleFields } from './role-changes.js';
import { isRoleId, roleFaults } from './role-faults.js';

const role = (fields: Partial<RoleFields> = {}): RoleFields => ({
  name: 'Clerk',
  description: '',
  permissions: [],
  deniedPermissions: [],
  reaches: [],
  names: [],
  fields: [],
  ...fields,
});

describe('the id of a role', () => {
  it.each([
    ['clerk', true],
    ['sales-engineer-2', true],
    ['2nd', false],
    ['Clerk', false],
    ['sales_engineer', false],
    ['-clerk', false],
    ['clerk-', false],
    ['a--b', false],
    ['продавец', false],
    ['', false],
  ])('%s', (id, good) => {
    expect(isRoleId(id)).toBe(good);
  });
});

describe('a role', () => {
  it('may name all that the contract knows', () => {
    const fields = role({
      permissions: ['customer.read', 'customer.transfer'],
      deniedPermissions: ['customer.import'],
      reaches: [{ object: 'customer', reach: 'unit_below' }],
      names: [
        { object: 'customer', fields: ['name'] },
        { object: 'contact', fields: [] },
      ],
      fields: [
        { object: 'customer', field: 'note', right: 'none' },
        { object: 'customer', field: 'phones', right: 'mask' },
      ],
    });
    expect(roleFaults(fields)).toEqual([]);
  });

  it.each<[string, Partial<RoleFields>, string, string]>([
    [
      'an unknown permission',
      { permissions: ['customer.read', 'customer.eat'] },
      'permissions[1]',
      'unknown-permission',
    ],
    [
      'a permission twice',
      { permissions: ['customer.read', 'customer.read'] },
      'permissions[1]',
      'entry-twice',
    ],
    ['an unknown denial', { deniedPermissions: ['eat'] }, 'deniedPermissions[0]', 'unknown-permission'],
    [
      'what it gives as well',
      { permissions: ['customer.read'], deniedPermissions: ['customer.import', 'customer.read'] },
      'deniedPermissions[1]',
      'given-and-denied',
    ],
    [
      'a reach among unknown records',
      { reaches: [{ object: 'dragon', reach: 'all' }] },
      'reaches[0].object',
      'unknown-object',
    ],
    [
      'two reaches among the same records',
      {
        reaches: [
          { object: 'customer', reach: 'all' },
          { object: 'customer', reach: 'own' },
        ],
      },
      'reaches[1].object',
      'entry-twice',
    ],
    [
      'names of unknown records',
      { names: [{ object: 'dragon', fields: [] }] },
      'names[0].object',
      'unknown-object',
    ],
    [
      'names by an unknown field',
      { names: [{ object: 'customer', fields: ['name', 'wings'] }] },
      'names[0].fields[1]',
      'unknown-field',
    ],
    [
      'names of records that it reaches all of',
      { names: [{ object: 'customer', fields: [] }], reaches: [{ object: 'customer', reach: 'all' }] },
      'names[0].object',
      'names-of-all',
    ],
    [
      'names by a field that it hides',
      {
        names: [{ object: 'customer', fields: ['name'] }],
        fields: [{ object: 'customer', field: 'name', right: 'none' }],
      },
      'names[0].fields[0]',
      'shown-and-hidden',
    ],
    [
      'a field of unknown records',
      { fields: [{ object: 'dragon', field: 'name', right: 'read' }] },
      'fields[0].object',
      'unknown-object',
    ],
    [
      'an unknown field',
      { fields: [{ object: 'customer', field: '__proto__', right: 'read' }] },
      'fields[0].field',
      'unknown-field',
    ],
    [
      'the id',
      { fields: [{ object: 'customer', field: 'id', right: 'none' }] },
      'fields[0].field',
      'field-always-shown',
    ],
    [
      'a field twice',
      {
        fields: [
          { object: 'customer', field: 'note', right: 'read' },
          { object: 'contact', field: 'note', right: 'read' },
          { object: 'customer', field: 'note', right: 'none' },
        ],
      },
      'fields[2].field',
      'entry-twice',
    ],
  ])('cannot name %s', (_, fields, field, reason) => {
    expect(roleFaults(role(fields))).toEqual([expect.objectContaining({ field: `role.${field}`, reason })]);
  });
});
