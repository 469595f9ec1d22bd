import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import type { Reach } from './organisation.js';
import {
  follows,
  internal,
  open,
  owned,
  personal,
  predicate,
  reached,
  rowSecurity,
  type RowAccess,
} from './row-policy.js';

const anna: Caller = { ...nobody, kind: 'person', personId: 'anna', roles: ['salesperson'] };
const access = (owners: Reach['owners'], grantees: string[] = [], caller = anna): RowAccess => ({
  caller,
  reach: () => ({ owners, grantees, names: undefined }),
});
const all = access('all');
const service = access([], [], serviceCall('desk', 'tidy').caller);
const stranger = access('all', [], nobody);
const desk = owned('owner_id', 'desk');
const drawer = follows('desk_id', 'desk', desk);
const every = [desk, drawer, personal('person_id'), follows('x', 'y', personal('z')), open(), internal()];

test('a condition continues the numbering of the parameters that are there', () => {
  const params: unknown[] = ['first'];
  expect(predicate(desk, access(['anna']), 'r', params)).toBe('r.owner_id = $2::uuid');
  expect(predicate(desk, access(['anna', 'boris']), 'r', params)).toBe('r.owner_id = ANY ($3::uuid[])');
  expect(params).toEqual(['first', 'anna', ['anna', 'boris']]);
});

test('the object whose reach is asked is that of the policy, also of what follows', () => {
  const asked: string[] = [];
  const asking: RowAccess = { ...all, reach: (object) => (asked.push(object), all.reach(object)) };
  predicate(desk, asking, 'r', []);
  predicate(drawer, asking, 'r', []);
  expect(asked).toEqual(['desk', 'desk']);
});

test('shares are asked for only where the caller may have some, and those for reading not where rows are changed', () => {
  const params: unknown[] = [];
  const shared = access(['anna'], ['anna', 'shop']);
  const reading = predicate(desk, shared, 'r', params);
  expect(reading).toContain('r.owner_id = $1::uuid OR r.id = ANY (ARRAY(SELECT object_id FROM share');
  expect(params).toEqual(['anna', 'desk', ['anna', 'shop']]);
  expect(reading).not.toContain('level');
  expect(predicate(desk, shared, 'r', [], 'write')).toContain(`level = 'write'`);
  expect(predicate(desk, access('all', ['anna']), 'r', [])).toBe('TRUE');
  expect(predicate(drawer, shared, 'r', [])).toContain(
    'r_followed.id = ANY (ARRAY(SELECT object_id FROM share',
  );
});

test('who reaches all needs no condition on owned rows and what follows them', () => {
  const params: unknown[] = [];
  for (const policy of [desk, drawer, follows('drawer_id', 'drawer', drawer)])
    expect(predicate(policy, all, 'r', params)).toBe('TRUE');
  expect(params).toEqual([]);
});

test('who reaches all is held to personal and internal rows, and to what follows them', () => {
  expect(predicate(personal('person_id'), all, 'r', [])).toBe('r.person_id = $1::uuid');
  expect(predicate(internal(), all, 'r', [])).toBe('FALSE');
  expect(predicate(follows('x', 'y', internal()), all, 'r', [])).toBe('FALSE');
  expect(predicate(follows('x', 'y', personal('person_id')), all, 'r', [])).toContain('EXISTS');
});

test('each level of following has a name of its own', () => {
  const condition = predicate(follows('drawer_id', 'drawer', drawer), access(['anna']), 'r', []);
  const names = [...condition.matchAll(/FROM \w+ (\w+)/g)].map(([, name]) => name);
  expect(new Set(['r', ...names]).size).toBe(3);
});

test('services see every row, nobody sees none, and neither adds a parameter', () => {
  for (const policy of every) {
    const params: unknown[] = [];
    expect(predicate(policy, service, 'r', params)).toBe('TRUE');
    expect(predicate(policy, stranger, 'r', params)).toBe('FALSE');
    expect(params).toEqual([]);
  }
});

test('every wall is forced upon the owner of the table too', () => {
  for (const policy of every)
    expect(rowSecurity('t', policy).join(';')).toContain('ALTER TABLE t FORCE ROW LEVEL SECURITY');
});

test('names let through what is looked at, never what is changed, and are no reach', () => {
  const [read, ...changes] = rowSecurity('t', desk).filter((statement) =>
    statement.startsWith('CREATE POLICY'),
  );
  expect(read).toContain(`sees_names('desk')`);
  expect(changes.join()).not.toContain('sees_names');
  expect(reached('r', desk)).not.toContain('sees_names');
});
