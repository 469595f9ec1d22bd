import { ownersAreLess, withRecords } from './reach-less.js';

const of = (id: string, guardianId: string) => ({ id, guardianId });

describe('what a file shows', () => {
  it('is told by the owners of its rows, and by the rows themselves whose owner is not reached', () => {
    const first = withRecords(undefined, ['a', 'b', 'c'], [of('1', 'a'), of('2', 'a'), of('3', 'x')]);
    expect(first).toEqual({ owners: ['a'], shared: ['3'] });
    expect(withRecords(first, ['a', 'b'], [of('4', 'b'), of('3', 'x')])).toEqual({
      owners: ['a', 'b'],
      shared: ['3'],
    });
    expect(withRecords(undefined, 'all', [of('3', 'x')])).toEqual({ owners: ['x'], shared: [] });
    expect(withRecords(first, 'all', [])).toEqual(first);
  });

  it('is more than somebody reaches as soon as one owner is missing, whoever else is', () => {
    const seen = { owners: ['a', 'b'], shared: [] };
    expect(ownersAreLess(['b', 'c', 'a'], seen)).toBe(false);
    expect(ownersAreLess(['a', 'c'], seen)).toBe(true);
    expect(ownersAreLess([], { owners: [], shared: [] })).toBe(false);
    expect(ownersAreLess('all', seen)).toBe(false);
  });
});
