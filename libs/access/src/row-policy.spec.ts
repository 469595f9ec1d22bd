import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import { follows, internal, open, owned, personal, predicate, rowSecurity } from './row-policy.js';

const anna: Caller = { ...nobody, kind: 'person', personId: 'anna', roles: ['salesperson'] };
const service = serviceCall('desk', 'tidy').caller;
const desk = owned('owner_id');
const drawer = follows('desk_id', 'desk', desk);
const every = [desk, drawer, personal('person_id'), follows('x', 'y', personal('z')), open(), internal()];

test('a condition continues the numbering of the parameters that are there', () => {
  const params: unknown[] = ['first'];
  expect(predicate(desk, anna, ['anna'], 'r', params)).toBe('r.owner_id = $2::uuid');
  expect(predicate(desk, anna, ['anna', 'boris'], 'r', params)).toBe('r.owner_id = ANY ($3::uuid[])');
  expect(params).toEqual(['first', 'anna', ['anna', 'boris']]);
});

test('who reaches all needs no condition on owned rows and what follows them', () => {
  const params: unknown[] = [];
  for (const policy of [desk, drawer, follows('drawer_id', 'drawer', drawer)])
    expect(predicate(policy, anna, 'all', 'r', params)).toBe('TRUE');
  expect(params).toEqual([]);
});

test('who reaches all is held to personal and internal rows, and to what follows them', () => {
  expect(predicate(personal('person_id'), anna, 'all', 'r', [])).toBe('r.person_id = $1::uuid');
  expect(predicate(internal(), anna, 'all', 'r', [])).toBe('FALSE');
  expect(predicate(follows('x', 'y', internal()), anna, 'all', 'r', [])).toBe('FALSE');
  expect(predicate(follows('x', 'y', personal('person_id')), anna, 'all', 'r', [])).toContain('EXISTS');
});

test('each level of following has a name of its own', () => {
  const condition = predicate(follows('drawer_id', 'drawer', drawer), anna, ['anna'], 'r', []);
  const names = [...condition.matchAll(/FROM \w+ (\w+)/g)].map(([, name]) => name);
  expect(new Set(['r', ...names]).size).toBe(3);
});

test('services see every row, nobody sees none, and neither adds a parameter', () => {
  for (const policy of every) {
    const params: unknown[] = [];
    expect(predicate(policy, service, 'all', 'r', params)).toBe('TRUE');
    expect(predicate(policy, nobody, [], 'r', params)).toBe('FALSE');
    expect(params).toEqual([]);
  }
});

test('every wall is forced upon the owner of the table too', () => {
  for (const policy of every)
    expect(rowSecurity('t', policy).join(';')).toContain('ALTER TABLE t FORCE ROW LEVEL SECURITY');
});
