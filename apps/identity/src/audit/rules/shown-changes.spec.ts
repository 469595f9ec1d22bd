import { Rights } from '@kontor/access/rights';
import type { RoleRights } from '@kontor/access/default-roles';
import { shownChanges } from './shown-changes.js';

const role = (id: string, fields: RoleRights['fields'] = []): RoleRights => ({
  ...{ id, permissions: [], deniedPermissions: [], reaches: [], names: [] },
  fields,
});
const manager = new Rights([role('manager', [{ object: 'customer', field: 'name', right: 'none' }])]);
const administrator = new Rights([role('administrator')]);
const shown = (changes: unknown, rights = manager, outcome = 'done') =>
  shownChanges({ object: 'customer', changes: JSON.stringify(changes), outcome }, rights);

test('a field shows what it was and what it is, as text', () => {
  const changes = { status: ['prospect', 'cooperating'], phones: [null, [{ raw: '1' }]], note: ['a', null] };
  expect(shown(changes, administrator)).toEqual([
    { field: 'status', before: 'prospect', after: 'cooperating' },
    { field: 'phones', after: '[{"raw":"1"}]' },
    { field: 'note', before: 'a' },
  ]);
});

test('values of a field that the reader may not see are left out', () => {
  expect(shown({ name: ['a', 'b'], status: ['c', 'd'] })).toEqual([
    { field: 'name' },
    { field: 'status', before: 'c', after: 'd' },
  ]);
  expect(shown({ name: ['a', 'b'] }, administrator)).toEqual([{ field: 'name', before: 'a', after: 'b' }]);
});

test('so are those of a column that the contract does not know', () => {
  expect(shown({ searchText: ['a', 'b'] })).toEqual([{ field: 'searchText' }]);
});

test('details are shown', () => {
  expect(shown({ reason: 'asked for', rows: 12, tags: ['a', 'b', 'c'] })).toEqual([
    { field: 'reason', after: 'asked for' },
    { field: 'rows', after: '12' },
    { field: 'tags', after: '["a","b","c"]' },
  ]);
});

test('two fields at fault in a refusal are no field that changed', () => {
  expect(shown({ fields: ['name', 'status'] }, manager, 'refused')).toEqual([
    { field: 'fields', after: '["name","status"]' },
  ]);
});

test('nothing, and what is no JSON, is no change', () => {
  for (const changes of [undefined, '{', '[1, 2]', 'null']) {
    expect(shownChanges({ object: 'customer', changes, outcome: 'done' }, manager)).toEqual([]);
  }
});
