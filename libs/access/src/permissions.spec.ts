import { contract } from '@kontor/schema/contract';
import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import { defaultRoles } from './default-roles.js';
import { knownPermissions, may, personalPermissions, withinCalls } from './permissions.js';
import { Rights } from './rights.js';

const needed = new Set(contract.methods().flatMap(({ permission }) => permission ?? []));

const person = (...roles: string[]): Caller => ({ ...nobody, kind: 'person', personId: 'p', roles });

test('whatever a call needs or a rule asks is known', () => {
  expect(knownPermissions).toEqual(new Set([...needed, ...withinCalls]));
});

test('every permission that a role of Kontor holds or is denied is known, and named once', () => {
  for (const { id, permissions, deniedPermissions } of defaultRoles) {
    const unknown = [...permissions, ...deniedPermissions].filter((one) => !knownPermissions.has(one));
    expect({ id, unknown }).toEqual({ id, unknown: [] });
    expect(new Set(permissions).size).toBe(permissions.length);
  }
});

test('administrators may all that is known, and managers at least what salespeople may', () => {
  for (const permission of knownPermissions) expect(may(person('administrator'), permission)).toBe(true);
  expect(may(person('administrator'), 'no.permission')).toBe(false);
  const [, manager, salesperson] = ['administrator', 'manager', 'salesperson'].map((id) =>
    defaultRoles.find((one) => one.id === id),
  );
  expect(manager?.permissions).toEqual(expect.arrayContaining(salesperson?.permissions ?? ['a salesperson']));
});

test('what the service knows of the roles counts before what Kontor ships', () => {
  expect(may({ ...person('salesperson'), rights: new Rights([]) }, 'customer.read')).toBe(false);
  const clerk = { ...defaultRoles[0]!, id: 'clerk', permissions: ['customer.read'] };
  expect(may({ ...person('clerk'), rights: new Rights([clerk]) }, 'customer.read')).toBe(true);
});

test('roles add up', () => {
  expect(may(person('salesperson'), 'customer.transfer')).toBe(false);
  expect(may(person('salesperson', 'manager'), 'customer.transfer')).toBe(true);
  expect(may(person('administrator'), 'person.manage')).toBe(true);
});

test('a person without roles, with an unknown role, and nobody may nothing', () => {
  for (const permission of knownPermissions) {
    expect(may(person(), permission)).toBe(false);
    expect(may(person('emperor'), permission)).toBe(false);
    expect(may(person('constructor'), permission)).toBe(false);
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
