import { scopeFaults, storedScopes } from './scopes.js';

const held = (permission: string) => permission.startsWith('customer.');

test('scopes are permissions that the owner holds', () => {
  expect(scopeFaults(['customer.read', 'customer.write'], held)).toEqual([]);
});

test('each scope at fault is named with its reason', () => {
  expect(scopeFaults(['customer.read', 'person.manage', 'credential.own', 'everything'], held)).toEqual([
    { field: 'scopes[1]', reason: 'scope-not-held', params: { scope: 'person.manage' } },
    { field: 'scopes[2]', reason: 'scope-not-for-keys', params: { scope: 'credential.own' } },
    { field: 'scopes[3]', reason: 'scope-unknown', params: { scope: 'everything' } },
  ]);
});

test('no key may manage keys, even if its owner may', () => {
  expect(scopeFaults(['credential.own'], () => true)).toHaveLength(1);
});

test('scopes are stored once each, sorted', () => {
  expect(storedScopes(['b', 'a', 'b'])).toEqual(['a', 'b']);
});
