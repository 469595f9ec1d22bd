import { candidates, leastLoadedFirst, type Crowd } from './choose.js';

const crowd: Crowd = {
  inUnitAndBelow: (unit) => (unit === 'north' ? ['boris', 'chen'] : []),
  rolesOfPerson: (id) => (id === 'chen' ? ['pumps'] : []),
  there: (id) => id !== 'gone',
};

it('a rule chooses among the people it names and those of its units, once each, who work here', () => {
  expect(candidates({ personIds: ['chen', 'anna', 'gone'], unitIds: ['north'], roleIds: [] }, crowd)).toEqual(
    ['anna', 'boris', 'chen'],
  );
});

it('a rule that asks for a skill chooses only who has it', () => {
  expect(candidates({ personIds: ['anna'], unitIds: ['north'], roleIds: ['pumps'] }, crowd)).toEqual([
    'chen',
  ]);
});

it('who holds least is asked first, and among equals always the same', () => {
  const load = (id: string) => ({ anna: 2, boris: 1, chen: 1 })[id] ?? 0;
  expect(leastLoadedFirst(['chen', 'anna', 'boris'], load)).toEqual(['boris', 'chen', 'anna']);
});

it('who is away is asked last, however little the person holds', () => {
  const load = (id: string) => ({ anna: 5, boris: 0, clara: 9 })[id] ?? 0;
  const ids = ['anna', 'boris', 'clara'];
  expect(leastLoadedFirst(ids, load, new Set(['boris']))).toEqual(['anna', 'clara', 'boris']);
});
