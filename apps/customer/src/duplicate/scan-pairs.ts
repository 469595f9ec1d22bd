import type { Transaction } from '@kontor/database/transaction';
import type { KeyKind } from './rules/match-keys.js';
import { leastScore, mostHolders, pairScore } from './rules/pair-score.js';

interface FoundPair {
  first_id: string;
  second_id: string;
  matched: KeyKind[];
}

/**
 * Notes the pairs of these customers, and drops open ones that are no longer alike. Tells how many were not known; settled
 * ones stay. Where all customers are gone through, only pairs with `younger` ones are asked for, so that each comes once.
 */
export async function findPairs(
  tx: Transaction,
  ids: readonly string[],
  others: 'younger' | 'all',
): Promise<number> {
  const pairs = await tx.query<FoundPair>(
    `SELECT least(a.customer_id, b.customer_id) AS first_id, greatest(a.customer_id, b.customer_id) AS second_id,
       array_agg(DISTINCT a.kind) AS matched
     FROM match_key a
     CROSS JOIN LATERAL (
       SELECT array_agg(m.customer_id) AS holders FROM (
         SELECT DISTINCT k.customer_id FROM (
           (SELECT customer_id FROM match_key WHERE kind = a.kind AND key = a.key AND claimed)
           UNION ALL
           (SELECT customer_id FROM match_key WHERE kind = a.kind AND key = a.key AND NOT claimed
            LIMIT ${mostHolders * 2})
         ) k LIMIT ${mostHolders + 1}
       ) m
     ) h
     CROSS JOIN LATERAL unnest(h.holders) AS b (customer_id)
     WHERE a.customer_id = ANY ($1::uuid[]) AND b.customer_id ${others === 'all' ? '<>' : '>'} a.customer_id
       AND cardinality(h.holders) <= ${mostHolders}
     GROUP BY 1, 2`,
    [ids],
  );
  const found = JSON.stringify(
    pairs
      .map((pair) => ({ ...pair, score: pairScore(pair.matched) }))
      .filter(({ score }) => score >= leastScore),
  );
  // One that came while this looks is too young to be dropped.
  await tx.query(
    `DELETE FROM duplicate_pair p
     WHERE p.state = 'open' AND p.update_time < $3
       AND (p.first_id = ANY ($1::uuid[]) ${others === 'all' ? 'OR p.second_id = ANY ($1::uuid[])' : ''})
       AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS f (first_id uuid, second_id uuid)
         WHERE f.first_id = p.first_id AND f.second_id = p.second_id)`,
    [ids, found, tx.now],
  );
  const [noted] = await tx.query<{ made: number }>('SELECT note_pairs($1::jsonb, $2) AS made', [
    found,
    tx.now,
  ]);
  return noted?.made ?? 0;
}
