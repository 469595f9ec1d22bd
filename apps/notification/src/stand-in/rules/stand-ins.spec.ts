import { standInsFor, type Standing } from './stand-ins.js';

const standing = (personId: string, substituteId: string, ...objects: string[]): Standing => ({
  personId,
  substituteId,
  objects,
});

describe('what is meant for an absent person', () => {
  it.each<[string, Standing[], string | undefined, string[]]>([
    ['goes to nobody else while the person is here', [standing('bob', 'cid')], 'customer', []],
    ['goes to the substitute', [standing('ann', 'bob')], 'customer', ['bob']],
    [
      'goes on where the substitute is away too',
      [standing('ann', 'bob'), standing('bob', 'cid')],
      'customer',
      ['bob', 'cid'],
    ],
    [
      'reaches each once, by whichever ways',
      [standing('ann', 'bob'), standing('ann', 'cid'), standing('bob', 'dan'), standing('cid', 'dan')],
      'customer',
      ['bob', 'cid', 'dan'],
    ],
    [
      'goes by the object that it is about',
      [standing('ann', 'bob', 'product'), standing('ann', 'cid', 'customer')],
      'customer',
      ['cid'],
    ],
    [
      'goes only to who stands in for all, where it is about nothing known',
      [standing('ann', 'bob', 'customer'), standing('ann', 'cid')],
      undefined,
      ['cid'],
    ],
    [
      'ends at a loop that copies hold for a moment',
      [standing('ann', 'bob'), standing('bob', 'ann')],
      'customer',
      ['bob'],
    ],
  ])('%s', (_, facts, object, expected) => {
    expect(standInsFor('ann', object, facts)).toEqual(expected);
  });
});
