import { recipientOf } from './spread.js';

describe('the recipient of a record', () => {
  it('is one after another, also from one batch to the next, so that nobody gets two more than somebody else', () => {
    const targets = ['a', 'b', 'c'];
    const given = new Map<string, number>();
    for (let moved = 0; moved < 350; moved += 50) {
      for (let index = 0; index < 50; index++) {
        const to = recipientOf(targets, moved, index);
        given.set(to, (given.get(to) ?? 0) + 1);
      }
    }
    expect([...given.values()].sort()).toEqual([116, 117, 117]);
  });

  it('is the only one where there is one', () => {
    expect([0, 1, 2].map((index) => recipientOf(['a'], 7, index))).toEqual(['a', 'a', 'a']);
  });

  it('cannot be nobody', () => {
    expect(() => recipientOf([], 0, 0)).toThrow('Nobody');
  });
});
