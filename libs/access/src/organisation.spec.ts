import fc from 'fast-check';
import { serviceCall } from './call.js';
import { nobody, type Caller } from './caller.js';
import { Organisation } from './organisation.js';

const person = (personId: string, ...roles: Caller['roles']): Caller => ({
  ...nobody,
  kind: 'person',
  personId,
  roles,
});

const company = new Organisation([
  { id: 'boss' },
  { id: 'east', managerId: 'boss' },
  { id: 'west', managerId: 'boss' },
  { id: 'anna', managerId: 'east' },
  { id: 'boris', managerId: 'west' },
]);

test('a person reaches the own records and those of everyone below, first the own', () => {
  expect(company.reach(person('anna'))).toEqual(['anna']);
  expect(company.reach(person('east'))).toEqual(['east', 'anna']);
  expect(company.reach(person('boss'))[0]).toBe('boss');
  expect(new Set(company.reach(person('boss')))).toEqual(new Set(['boss', 'east', 'west', 'anna', 'boris']));
});

test('nobody is reached from beside or from below', () => {
  expect(company.reaches(person('east'), 'boris')).toBe(false);
  expect(company.reaches(person('anna'), 'east')).toBe(false);
  expect(company.reaches(person('east'), 'anna')).toBe(true);
});

test('a manager without reports and a person whom the copy does not know yet reach themselves', () => {
  expect(company.reach(person('boris', 'manager'))).toEqual(['boris']);
  expect(company.reach(person('new'))).toEqual(['new']);
  expect(new Organisation([]).reach(person('first'))).toEqual(['first']);
});

test('administrators and services reach all, nobody reaches nothing', () => {
  expect(company.reach(person('anna', 'salesperson', 'administrator'))).toBe('all');
  expect(company.reach(serviceCall('desk', 'tidy').caller)).toBe('all');
  expect(company.reaches(person('anna', 'administrator'), 'stranger')).toBe(true);
  expect(company.reach(nobody)).toEqual([]);
  expect(company.reaches(nobody, '')).toBe(false);
});

test('people whose manager is not there are reached by nobody else', () => {
  const half = new Organisation([{ id: 'anna', managerId: 'gone' }]);
  expect(half.reach(person('anna'))).toEqual(['anna']);
  expect(half.reach(person('gone'))).toEqual(['gone', 'anna']);
});

test('a line of ten thousand levels and a team of ten thousand are walked', () => {
  const levels = Array.from({ length: 10_000 }, (_, i) => ({ id: `p${i + 1}`, managerId: `p${i}` }));
  expect(new Organisation(levels).reach(person('p0'))).toHaveLength(10_001);
  const team = levels.map(({ id }) => ({ id, managerId: 'p0' }));
  expect(new Organisation(team).reach(person('p0'))).toHaveLength(10_001);
});

test('a cycle ends, and its members reach each other', () => {
  const cycle = new Organisation([
    { id: 'a', managerId: 'c' },
    { id: 'b', managerId: 'a' },
    { id: 'c', managerId: 'b' },
    { id: 'self', managerId: 'self' },
  ]);
  expect(new Set(cycle.reach(person('b')))).toEqual(new Set(['a', 'b', 'c']));
  expect(cycle.reach(person('self'))).toEqual(['self']);
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
          expect(organisation.reaches(person(upper), lower)).toBe(isAbove(upper, lower));
    }),
  );
});
