import type { KeyKind, MatchKey } from '../../duplicate/rules/match-keys.js';
import { mostHolders } from '../../duplicate/rules/pair-score.js';
import { alikePairs } from './alike-pairs.js';

const key = (kind: KeyKind, of: string): MatchKey => ({ kind, key: of, strength: 'soft' });

describe('the pairs of rows that were let in', () => {
  it('are those with customers that were there, and with rows before, each once with all that is in common', () => {
    const made = [
      { id: 'c', keys: [key('name', 'orion'), key('phone', '+7')] },
      { id: 'b', keys: [key('phone', '+7'), key('name', 'orion')] },
      { id: 'd', keys: [key('email', 'd@d.cn')] },
    ];
    const pairs = alikePairs(made, new Map([['name orion', new Set(['a'])]]));
    expect(pairs).toEqual([
      { first_id: 'a', second_id: 'c', matched: ['name'], score: 0.6 },
      { first_id: 'a', second_id: 'b', matched: ['name'], score: 0.6 },
      { first_id: 'b', second_id: 'c', matched: ['name', 'phone'], score: 0.84 },
    ]);
  });

  it('are none by what many have in common, and none of a customer with itself', () => {
    const many = Array.from({ length: mostHolders + 1 }, (_, i) => ({
      id: `${i}`,
      keys: [key('phone', '+8'), key('phone', '+8')],
    }));
    expect(alikePairs(many, new Map())).toEqual([]);
    expect(alikePairs(many.slice(0, 1), new Map())).toEqual([]);
    expect(alikePairs(many.slice(0, 2), new Map())).toHaveLength(1);
  });
});
