import fc from 'fast-check';
import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import { Organisation } from './organisation.js';

const person = (personId: string, ...roles: Caller['roles']): Caller => ({
  ...nobody,
  kind: 'person',
  personId,
  roles: roles.length > 0 ? roles : ['salesperson'],
});

const company = new Organisation([
  { id: 'boss' },
  { id: 'east', managerId: 'boss' },
  { id: 'west', managerId: 'boss' },
  { id: 'anna', managerId: 'east' },
  { id: 'boris', managerId: 'west' },
]);
const owners = (organisation: Organisation, caller: Caller) => organisation.reach(caller, 'customer').owners;

test('a person reaches the own records and those of everyone below, first the own', () => {
  expect(owners(company, person('anna'))).toEqual(['anna']);
  expect(owners(company, person('east'))).toEqual(['east', 'anna']);
  expect(owners(company, person('boss'))[0]).toBe('boss');
  expect(new Set(owners(company, person('boss')))).toEqual(
    new Set(['boss', 'east', 'west', 'anna', 'boris']),
  );
});

test('nobody is reached from beside or from below', () => {
  expect(company.reaches(person('east'), 'customer', 'boris')).toBe(false);
  expect(company.reaches(person('anna'), 'customer', 'east')).toBe(false);
  expect(company.reaches(person('east'), 'customer', 'anna')).toBe(true);
});

test('a manager without reports, and a person without roles or with unknown ones, reach themselves', () => {
  expect(owners(company, person('boris', 'manager'))).toEqual(['boris']);
  expect(owners(company, { ...person('boss'), roles: [] })).toEqual(['boss']);
  expect(owners(company, person('boss', 'emperor'))).toEqual(['boss']);
});

test('a person whom the copy does not know yet reaches the own records, whatever the token says', () => {
  expect(owners(company, person('new'))).toEqual(['new']);
  expect(owners(new Organisation([]), person('first', 'administrator'))).toEqual(['first']);
  expect(owners(new Organisation([{ id: 'anna', managerId: 'gone' }]), person('gone'))).toEqual(['gone']);
});

test('administrators and services reach all, nobody reaches nothing', () => {
  expect(owners(company, person('anna', 'salesperson', 'administrator'))).toBe('all');
  expect(owners(company, serviceCall('desk', 'tidy').caller)).toBe('all');
  expect(company.reaches(person('anna', 'administrator'), 'customer', 'stranger')).toBe(true);
  expect(owners(company, nobody)).toEqual([]);
  expect(company.reaches(nobody, 'customer', '')).toBe(false);
});

test('a line of ten thousand levels and a team of ten thousand are walked', () => {
  const levels = Array.from({ length: 10_000 }, (_, i) => ({ id: `p${i + 1}`, managerId: `p${i}` }));
  expect(owners(new Organisation([{ id: 'p0' }, ...levels]), person('p0'))).toHaveLength(10_001);
  const team = levels.map(({ id }) => ({ id, managerId: 'p0' }));
  expect(owners(new Organisation([{ id: 'p0' }, ...team]), person('p0'))).toHaveLength(10_001);
});

test('a cycle ends, and its members reach each other', () => {
  const cycle = new Organisation([
    { id: 'a', managerId: 'c' },
    { id: 'b', managerId: 'a' },
    { id: 'c', managerId: 'b' },
    { id: 'self', managerId: 'self' },
  ]);
  expect(new Set(owners(cycle, person('b')))).toEqual(new Set(['a', 'b', 'c']));
  expect(owners(cycle, person('self'))).toEqual(['self']);
});

test('in any organisation one reaches exactly those from whom a walk upwards meets one', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const managers = fc.tuple(...ids.map(() => fc.option(fc.constantFrom(...ids), { nil: undefined })));
  fc.assert(
    fc.property(managers, (lines) => {
      const managerOf = new Map(ids.map((id, i) => [id, lines[i]]));
      const organisation = new Organisation(ids.map((id) => ({ id, managerId: managerOf.get(id) })));
      const isAbove = (upper: string, lower: string): boolean => {
        let at: string | undefined = lower;
        for (let steps = 0; at !== undefined && steps <= ids.length; steps++, at = managerOf.get(at)) {
          if (at === upper) return true;
        }
        return false;
      };
      for (const upper of ids)
        for (const lower of ids)
          expect(organisation.reaches(person(upper), 'customer', lower)).toBe(isAbove(upper, lower));
    }),
  );
});
