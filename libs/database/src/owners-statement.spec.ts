import { follows, internal, open, owned, personal } from '@kontor/access/row-policy';
import { ownedRoot, ownersStatement } from './owners-statement.js';

const desk = owned('owner_id', 'desk');
const drawer = follows('desk_id', 'desk', desk);
const paper = follows('drawer_id', 'drawer', drawer);

it.each([
  ['an owned record', desk, desk],
  ['what follows over two tables', paper, desk],
  ['a personal row', personal('person_id'), undefined],
  ['what follows a personal row', follows('diary_id', 'diary', personal('person_id')), undefined],
  ['an open row', open(), undefined],
  ['an internal row', internal(), undefined],
])('the owner of %s stands where the policy says', (_, policy, root) => {
  expect(ownedRoot(policy)).toEqual(root);
});

it('walks from a row to the record that has the owner', () => {
  expect(ownersStatement('paper', paper)).toBe(
    'SELECT t0.id, t2.owner_id AS owner FROM paper t0 JOIN drawer t1 ON t1.id = t0.drawer_id ' +
      'JOIN desk t2 ON t2.id = t1.desk_id WHERE t0.id = ANY ($1::uuid[])',
  );
  expect(() => ownersStatement('board', open())).toThrow('board');
});
