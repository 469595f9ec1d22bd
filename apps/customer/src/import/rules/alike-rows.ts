import type { MatchKey } from '../../duplicate/rules/match-keys.js';
import type { NewCustomer, RefusedRow } from './batch-sorting.js';

/** A row that would become a customer, and what that would be recognised by. */
export interface KeyedRow {
  row: NewCustomer;
  keys: readonly MatchKey[];
  /** What it is asked for besides, and not recognised by: the company whose branch it is. */
  asked?: readonly MatchKey[];
}

/** Who has a key: a customer, by its number, or a row before, by its line. */
type Holder = { number: string } | { line: number };

/**
 * Which rows pass. One with a hard key that a customer or a row before it has is refused; one with a soft key too,
 * unless the import accepts those. `holders`: number of a customer by the name of its key. The fault tells the number, or
 * the line of the row.
 */
export function refuseAlike(
  rows: readonly KeyedRow[],
  holders: ReadonlyMap<string, string>,
  acceptSoft: boolean,
): { passed: NewCustomer[]; refused: RefusedRow[] } {
  const passed: NewCustomer[] = [];
  const refused: RefusedRow[] = [];
  const seen = new Map<string, Holder>([...holders].map(([key, number]) => [key, { number }]));
  for (const { row, keys, asked = [] } of rows) {
    const found = [...keys, ...asked].filter((key) => seen.has(named(key)));
    const hard = found.find(({ strength }) => strength === 'hard');
    const fault = hard ?? (acceptSoft ? undefined : found[0]);
    if (fault) {
      const params = seen.get(named(fault)) ?? { number: '' };
      const like = fault.strength === 'hard' ? 'row-duplicate' : 'row-possible-duplicate';
      const reason = 'line' in params ? `${like}-in-file` : like;
      refused.push({ line: row.line, cells: row.cells, fault: { column: '', reason, params } });
      continue;
    }
    for (const key of keys) if (!seen.has(named(key))) seen.set(named(key), { line: row.line });
    passed.push(row);
  }
  return { passed, refused };
}

const named = ({ kind, key }: MatchKey): string => `${kind} ${key}`;
