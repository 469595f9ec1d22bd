import { contract } from '@kontor/schema/contract';
import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import { knownPermissions, may, personalPermissions, rolePermissions } from './permissions.js';

const needed = new Set(contract.methods().flatMap(({ permission }) => permission ?? []));

/** Permissions that rules ask for within calls that need another one. */
const withinCalls = ['customer.channel'];

const person = (...roles: Caller['roles']): Caller => ({ ...nobody, kind: 'person', personId: 'p', roles });

test('every permission that a call needs is held by some role', () => {
  expect([...needed].filter((permission) => !knownPermissions.has(permission))).toEqual([]);
});

test('every permission that a role holds is needed by some call or rule', () => {
  expect([...knownPermissions].filter((one) => !needed.has(one)).sort()).toEqual(withinCalls);
});

test('administrators may all, and each higher role at least what the lower one may', () => {
  expect(new Set(rolePermissions.administrator)).toEqual(knownPermissions);
  expect(rolePermissions.manager).toEqual(expect.arrayContaining([...rolePermissions.salesperson]));
});

test('no role names a permission twice', () => {
  for (const permissions of Object.values(rolePermissions))
    expect(new Set(permissions).size).toBe(permissions.length);
});

test('roles add up', () => {
  expect(may(person('salesperson'), 'customer.transfer')).toBe(false);
  expect(may(person('salesperson', 'manager'), 'customer.transfer')).toBe(true);
  expect(may(person('administrator'), 'person.manage')).toBe(true);
});

test('a person without roles, with an unknown role, and nobody may nothing', () => {
  for (const permission of knownPermissions) {
    expect(may(person(), permission)).toBe(false);
    expect(may(person('emperor' as never), permission)).toBe(false);
    expect(may(person('constructor' as never), permission)).toBe(false);
    expect(may(nobody, permission)).toBe(false);
  }
});

test('a service may all on its own account', () => {
  for (const permission of knownPermissions)
    expect(may(serviceCall('desk', 'tidy').caller, permission)).toBe(true);
});

test('a key may what is in its scopes and in its owner’s roles, and no more', () => {
  const key = (...scopes: string[]): Caller => ({ ...person('salesperson'), scopes });
  expect(may(key('customer.read'), 'customer.read')).toBe(true);
  expect(may(key('customer.read'), 'customer.write')).toBe(false);
  expect(may(key('person.manage'), 'person.manage')).toBe(false);
  expect(may(key(), 'customer.read')).toBe(false);
});

test('what no key may is something that people may', () => {
  for (const permission of personalPermissions) expect(knownPermissions.has(permission)).toBe(true);
});
