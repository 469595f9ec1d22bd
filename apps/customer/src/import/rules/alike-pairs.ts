import type { KeyKind, MatchKey } from '../../duplicate/rules/match-keys.js';
import { leastScore, mostHolders, pairScore } from '../../duplicate/rules/pair-score.js';

/** A customer that a row made, and what it and its contacts are recognised by. */
export interface MadeCustomer {
  id: string;
  keys: readonly MatchKey[];
}

/** Two customers that have something in common, as pairs to review are kept. */
export interface AlikePair {
  first_id: string;
  second_id: string;
  matched: KeyKind[];
  score: number;
}

/**
 * The pairs that rows brought about which were let in although they look like others: with customers that were there
 * (`holderIds`: who has a key, by its name) and with rows before them. As a scan has it, what many have says nothing.
 */
export function alikePairs(
  made: readonly MadeCustomer[],
  holderIds: ReadonlyMap<string, ReadonlySet<string>>,
): AlikePair[] {
  const holders = new Map<string, { kind: KeyKind; before: number; ids: string[] }>();
  for (const { id, keys } of made) {
    for (const name of new Set(keys.map(({ kind, key }) => `${kind} ${key}`))) {
      let known = holders.get(name);
      if (!known) {
        const ids = [...(holderIds.get(name) ?? [])];
        holders.set(name, (known = { kind: name.split(' ')[0] as KeyKind, before: ids.length, ids }));
      }
      known.ids.push(id);
    }
  }
  const kinds = new Map<string, Set<KeyKind>>();
  for (const { kind, before, ids } of holders.values()) {
    if (ids.length > mostHolders) continue;
    ids.slice(before).forEach((id, i) => {
      for (const other of ids.slice(0, before + i)) {
        const pair = [id, other].sort().join(' ');
        kinds.set(pair, (kinds.get(pair) ?? new Set<KeyKind>()).add(kind));
      }
    });
  }
  return [...kinds]
    .map(([pair, common]) => {
      const [first_id = '', second_id = ''] = pair.split(' ');
      const matched = [...common];
      return { first_id, second_id, matched, score: pairScore(matched) };
    })
    .filter(({ score }) => score >= leastScore);
}
