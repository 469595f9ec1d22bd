import { derivedExternalId, sourceOfFile } from './row-identity.js';
import type { Place } from './columns.js';

const name: Place = { field: 'name', column: 'Name', index: 0 };
const city: Place = { field: 'city', column: 'City', index: 1 };

it('a row is the same whatever the order of the columns and whatever is not mapped', () => {
  const id = derivedExternalId('s', ['A', 'Ufa'], [name, city]);
  expect(id).toMatch(/^row-[\w-]{43}$/);
  expect(
    derivedExternalId(
      's',
      ['x', 'Ufa', 'A'],
      [
        { ...city, index: 1 },
        { ...name, index: 2 },
      ],
    ),
  ).toBe(id);
});

it('a row of another source, or with another cell, is another', () => {
  const id = derivedExternalId('s', ['A', 'Ufa'], [name, city]);
  expect(derivedExternalId('t', ['A', 'Ufa'], [name, city])).not.toBe(id);
  expect(derivedExternalId('s', ['A', 'Omsk'], [name, city])).not.toBe(id);
  expect(derivedExternalId('s', ['Ufa', 'A'], [name, city])).not.toBe(id);
});

it('the name of a file is its source, a long one shortened but its own', () => {
  expect(sourceOfFile('a.csv')).toBe('a.csv');
  const [long, other] = ['长'.repeat(60), `${'长'.repeat(59)}x`].map(sourceOfFile);
  expect([...(long ?? '')]).toHaveLength(50);
  expect(long).not.toBe(other);
});
