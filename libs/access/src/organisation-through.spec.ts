import { nobody, type Caller } from './caller.js';
import { Organisation, type Substitution } from './organisation.js';

const person = (personId: string, ...roles: string[]): Caller => ({
  ...nobody,
  kind: 'person',
  personId,
  roles,
});
const standsIn = (
  substituteId: string,
  personId: string,
  changes: Partial<Substitution> = {},
): Substitution => ({
  personId,
  substituteId,
  start: 10,
  end: 20,
  objects: [],
  ...changes,
});

const people = [
  { id: 'boss', roles: ['manager'] },
  { id: 'ann', managerId: 'boss', roles: ['salesperson'] },
  { id: 'bob', managerId: 'boss', roles: ['salesperson'] },
  { id: 'cid', managerId: 'bob', roles: ['salesperson'] },
  { id: 'admin', roles: ['administrator'] },
];
const company = (...substitutions: Substitution[]) => new Organisation(people, { substitutions });
const through = (
  organisation: Organisation,
  caller: Caller,
  ownerId: string,
  object = 'customer',
  now = 15,
) => organisation.through(caller, object, now)?.(ownerId);

describe('in whose place a record is reached', () => {
  const simple = company(standsIn('bob', 'ann'));

  it.each([
    ['bob', 'ann', 'ann'],
    ['bob', 'bob', undefined],
    ['bob', 'cid', undefined],
    ['bob', 'boss', undefined],
    ['ann', 'ann', undefined],
    ['boss', 'ann', undefined],
  ])('by %s, of what %s owns while Bob stands in for Ann: %s', (caller, owner, absent) => {
    expect(through(simple, person(caller, 'salesperson'), owner)).toBe(absent);
  });

  it.each([
    [9, undefined],
    [10, 'ann'],
    [19, 'ann'],
    [20, undefined],
  ])('at the moment %i: %s', (now, absent) => {
    expect(through(simple, person('bob', 'salesperson'), 'ann', 'customer', now)).toBe(absent);
  });

  it('is asked for the object that the substitution covers', () => {
    const some = company(standsIn('bob', 'ann', { objects: ['product'] }));
    expect(through(some, person('bob', 'salesperson'), 'ann', 'product')).toBe('ann');
    expect(through(some, person('bob', 'salesperson'), 'ann')).toBeUndefined();
  });

  it('is the nearest over a chain, and whoever of them reaches the owner', () => {
    const chain = company(standsIn('cid', 'bob'), standsIn('bob', 'ann'), standsIn('ann', 'boss'));
    const cid = person('cid', 'salesperson');
    expect(through(chain, cid, 'bob')).toBe('bob');
    expect(through(chain, cid, 'ann')).toBe('ann');
    expect(through(chain, cid, 'boss')).toBe('boss');
  });

  it('is nobody’s where the caller reaches all, and for services', () => {
    const all = company(standsIn('admin', 'ann'));
    expect(all.through(person('admin', 'administrator'), 'customer', 15)).toBeUndefined();
    expect(simple.through({ ...nobody, kind: 'service' }, 'customer', 15)).toBeUndefined();
  });
});
