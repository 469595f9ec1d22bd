import { open } from '@kontor/access/row-policy';
import { Guarded, guardOf } from './guarded.js';
import { createDataSource } from './data-source.js';

@Guarded(open())
class Board {}

@Guarded(open(), { audited: false })
class Queue {}

@Guarded(open(), { walled: false })
class Copy {}

class Unguarded {}

test('a guarded entity is audited and walled unless it says otherwise', () => {
  expect(guardOf(Board)).toEqual({ policy: { kind: 'open' }, audited: true, walled: true });
  expect(guardOf(Queue)).toMatchObject({ audited: false, walled: true });
  expect(guardOf(Copy)).toMatchObject({ audited: true, walled: false });
});

test('an entity without a row policy keeps the database from being opened, and is named', () => {
  const settings = { url: 'postgres://localhost/none', applicationName: 'test' };
  expect(() => createDataSource(settings, [Board, Unguarded])).toThrow(
    'Entity Unguarded has no @Guarded row policy',
  );
});

test('the policy of a parent class is not inherited by accident', () => {
  class Child extends Board {}
  expect(() => guardOf(Child)).toThrow('Child');
});
