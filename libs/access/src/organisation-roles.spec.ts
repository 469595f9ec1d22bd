import type { RoleRights } from './default-roles.js';
import { nobody, type Caller } from './caller.js';
import { Organisation, type Substitution } from './organisation.js';
import { Rights } from './rights.js';

const role = (id: string, reaches: RoleRights['reaches'], more: Partial<RoleRights> = {}): RoleRights => ({
  ...{ id, permissions: [], deniedPermissions: [], names: [], fields: [] },
  reaches,
  ...more,
});
const reach = (word: RoleRights['reaches'][number]['reach']) => [{ object: 'customer', reach: word }];
const caller = (personId: string, ...roles: string[]): Caller => ({
  ...nobody,
  kind: 'person',
  personId,
  roles,
});

/** The boss in the company, the head in the shop with Anna and Boris, Clara in a stall within the shop, Dora beside. */
const people = [
  { id: 'boss', unitId: 'company', roles: ['everything'] },
  { id: 'head', managerId: 'boss', unitId: 'shop', roles: ['below'] },
  { id: 'anna', managerId: 'head', unitId: 'shop', roles: ['salesperson'] },
  { id: 'boris', managerId: 'head', unitId: 'shop', roles: ['own'] },
  { id: 'clara', managerId: 'anna', unitId: 'stall', roles: ['unit'] },
  { id: 'dora', managerId: 'boss', unitId: 'market', roles: ['salesperson'] },
];
const units = [
  { id: 'company' },
  { id: 'shop', parentId: 'company' },
  { id: 'stall', parentId: 'shop' },
  { id: 'market', parentId: 'company' },
];
const roles = [
  role('own', reach('own')),
  role('line', reach('line')),
  role('unit', reach('unit')),
  role('below', reach('unit_below')),
  role('everything', reach('all')),
];
const company = new Organisation(people, { units, roles });

describe('whose records a role reaches', () => {
  const cases: [string, string, string[] | 'all'][] = [
    ['own', 'head', ['head']],
    ['line', 'head', ['head', 'anna', 'boris', 'clara']],
    ['unit', 'head', ['head', 'anna', 'boris']],
    ['below', 'head', ['head', 'anna', 'boris', 'clara']],
    ['below', 'boris', ['head', 'anna', 'boris', 'clara']],
    ['unit', 'clara', ['clara']],
    ['everything', 'clara', 'all'],
    ['gone', 'head', ['head']],
  ];
  it.each(cases)('is, with the role %s for %s, %j', (held, id, expected) => {
    const { owners } = company.reach(caller(id, held), 'customer');
    expect(typeof owners === 'string' ? owners : new Set(owners)).toEqual(
      typeof expected === 'string' ? expected : new Set(expected),
    );
  });

  it('adds up over the roles', () => {
    expect(new Set(company.reach(caller('anna', 'line', 'unit'), 'customer').owners)).toEqual(
      new Set(['anna', 'head', 'boris', 'clara']),
    );
    expect(company.reach(caller('anna', 'own', 'everything'), 'customer').owners).toBe('all');
  });

  it('is the reporting line for an object that the role does not name', () => {
    expect(new Set(company.reach(caller('head', 'own'), 'contact').owners)).toEqual(
      new Set(['head', 'anna', 'boris', 'clara']),
    );
  });

  it('follows what the service knows of a role that comes with Kontor, until that is removed', () => {
    const strict = new Organisation(people, { roles: [role('salesperson', reach('own'))] });
    expect(strict.reach(caller('anna', 'salesperson'), 'customer').owners).toEqual(['anna']);
    const again = new Organisation(people, { roles: [] });
    expect(again.reach(caller('anna', 'salesperson'), 'customer').owners).toEqual(['anna', 'clara']);
  });

  it('is what the caller was given to act with, where that is less: a preview as a role', () => {
    const preview = { ...caller('boss', 'everything'), rights: new Rights([role('own', reach('own'))]) };
    expect(company.reach(preview, 'customer').owners).toEqual(['boss']);
  });

  it('ends without a unit', () => {
    const free = new Organisation([{ id: 'free' }, { id: 'other' }], { roles });
    expect(free.reach(caller('free', 'unit', 'below'), 'customer').owners).toEqual(['free']);
  });
});

describe('who stands in for somebody', () => {
  const standing = (
    personId: string,
    substituteId: string,
    more: Partial<Substitution> = {},
  ): Substitution => ({
    ...{ personId, substituteId, start: 1_000, end: 2_000, objects: [] },
    ...more,
  });
  const owners = (substitutions: Substitution[], id: string, now = 1_500, object = 'customer') => {
    const organisation = new Organisation(people, { units, roles, substitutions });
    const found = organisation.reach(
      caller(id, ...(people.find((one) => one.id === id)?.roles ?? [])),
      object,
      now,
    ).owners;
    return typeof found === 'string' ? found : [...found].sort();
  };

  it('reaches what that person reaches, with that person’s roles', () => {
    expect(owners([standing('clara', 'dora')], 'dora')).toEqual(['clara', 'dora']);
    expect(owners([standing('head', 'dora')], 'dora')).toEqual(['anna', 'boris', 'clara', 'dora', 'head']);
    expect(owners([standing('boss', 'dora')], 'dora')).toBe('all');
    expect(owners([standing('boss', 'dora')], 'boris')).toEqual(['boris']);
  });

  it('does so from the start until before the end', () => {
    const reached = [999, 1_000, 1_999, 2_000].map((now) => owners([standing('clara', 'dora')], 'dora', now));
    expect(reached).toEqual([['dora'], ['clara', 'dora'], ['clara', 'dora'], ['dora']]);
  });

  it('does so for the objects named only', () => {
    const one = [standing('clara', 'dora', { objects: ['contact'] })];
    expect(owners(one, 'dora')).toEqual(['dora']);
    expect(owners(one, 'dora', 1_500, 'contact')).toEqual(['clara', 'dora']);
  });

  it('stands in over several steps, each of which must hold', () => {
    const chain = [standing('boris', 'clara'), standing('clara', 'dora')];
    expect(owners(chain, 'dora')).toEqual(['boris', 'clara', 'dora']);
    expect(owners([standing('boris', 'clara', { end: 1_200 }), chain[1]!], 'dora')).toEqual([
      'clara',
      'dora',
    ]);
    expect(owners([chain[0]!, standing('clara', 'dora', { objects: ['contact'] })], 'dora')).toEqual([
      'dora',
    ]);
  });

  it('is not led round in a circle', () => {
    const circle = [standing('boris', 'dora'), standing('dora', 'clara'), standing('clara', 'boris')];
    for (const id of ['boris', 'dora', 'clara']) {
      expect(owners(circle, id)).toEqual(
        id === 'dora' ? ['boris', 'clara', 'dora'] : ['boris', 'clara', 'dora'],
      );
    }
    expect(owners([standing('dora', 'dora')], 'dora')).toEqual(['dora']);
  });

  it('reaches the own records of somebody who is not known yet', () => {
    expect(owners([standing('new', 'dora')], 'dora')).toEqual(['dora', 'new']);
  });
});

describe('under which names records may be shared with a caller', () => {
  const granted = (...grantees: string[]) =>
    new Organisation(people, { units, roles, grantees: new Set(grantees) });

  it('are none where nothing is shared: then the statement asks for no share', () => {
    expect(company.reach(caller('clara', 'own'), 'customer').grantees).toEqual([]);
    expect(granted('boris', 'market').reach(caller('clara', 'own'), 'customer').grantees).toEqual([]);
  });

  it('are the caller, the caller’s unit and those above, as far as something is shared with them', () => {
    const { grantees } = granted('clara', 'stall', 'company', 'market').reach(
      caller('clara', 'own'),
      'customer',
    );
    expect(grantees).toEqual(['clara', 'stall', 'company']);
  });

  it('are none for services and nobody', () => {
    expect(granted('').reach(nobody, 'customer').grantees).toEqual([]);
  });
});
