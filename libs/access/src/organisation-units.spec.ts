import fc from 'fast-check';
import { Organisation } from './organisation.js';

const company = new Organisation(
  [
    { id: 'boss', unitId: 'company' },
    { id: 'anna', unitId: 'shop' },
    { id: 'boris', unitId: 'shop', managerId: 'boss' },
    { id: 'east', unitId: 'east' },
    { id: 'free' },
  ],
  {
    units: [
      { id: 'company' },
      { id: 'north', parentId: 'company' },
      { id: 'shop', parentId: 'north' },
      { id: 'east', parentId: 'company' },
    ],
  },
);

test('a person is in a unit and in those above, nearest first', () => {
  expect(company.unitsOf('anna')).toEqual(['shop', 'north', 'company']);
  expect(company.unitsOf('boss')).toEqual(['company']);
  expect(company.unitsOf('free')).toEqual([]);
  expect(company.unitsOf('stranger')).toEqual([]);
});

test('a unit has its own people, and those of the units below', () => {
  expect(company.inUnit('shop')).toEqual(['anna', 'boris']);
  expect(company.inUnit('north')).toEqual([]);
  expect(company.inUnitAndBelow('north')).toEqual(['anna', 'boris']);
  expect(new Set(company.inUnitAndBelow('company'))).toEqual(new Set(['boss', 'anna', 'boris', 'east']));
  expect(company.inUnitAndBelow('nowhere')).toEqual([]);
});

test('a person in a unit that is not there is in that unit alone', () => {
  const half = new Organisation([{ id: 'anna', unitId: 'gone' }]);
  expect(half.unitsOf('anna')).toEqual(['gone']);
  expect(half.inUnitAndBelow('gone')).toEqual(['anna']);
});

test('in any tree, or cycle, the people of a unit and below are those whose units meet it', () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const some = fc.option(fc.constantFrom(...ids), { nil: undefined });
  const five = fc.tuple(some, some, some, some, some);
  fc.assert(
    fc.property(five, five, (parents, places) => {
      const organisation = new Organisation(
        places.map((unitId, i) => ({ id: `p${i}`, unitId })),
        { units: ids.map((id, i) => ({ id, parentId: parents[i] })) },
      );
      for (const unit of ids) {
        const met = places.flatMap((_, i) => (organisation.unitsOf(`p${i}`).includes(unit) ? [`p${i}`] : []));
        expect(new Set(organisation.inUnitAndBelow(unit))).toEqual(new Set(met));
      }
    }),
  );
});
