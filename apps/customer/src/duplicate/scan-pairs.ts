import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import type { KeyKind } from './rules/match-keys.js';
import { leastScore, pairScore } from './rules/pair-score.js';

/** A key that more customers have than this says nothing of any two: a portal's domain, a call centre's number. */
const mostHolders = 50;

interface FoundPair {
  first_id: string;
  second_id: string;
  matched: KeyKind[];
}

/** Notes the pairs of these customers with younger ones. Tells how many were not known. Dismissed ones stay so. */
export async function findPairs(tx: Transaction, ids: readonly string[]): Promise<number> {
  const pairs = await tx.query<FoundPair>(
    `SELECT a.customer_id AS first_id, b.customer_id AS second_id, array_agg(DISTINCT a.kind) AS matched
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
     WHERE a.customer_id = ANY ($1::uuid[]) AND b.customer_id > a.customer_id
       AND cardinality(h.holders) <= ${mostHolders}
     GROUP BY 1, 2`,
    [ids],
  );
  const rows = pairs
    .map((pair) => ({ ...pair, id: uuidv7(), score: pairScore(pair.matched) }))
    .filter(({ score }) => score >= leastScore);
  if (rows.length === 0) return 0;
  const made = await tx.query(
    `INSERT INTO duplicate_pair (id, first_id, second_id, score, matched, state, reason, version, create_time,
       update_time)
     SELECT p.id, p.first_id, p.second_id, p.score, p.matched, 'open', '', 1, $2, $2
     FROM jsonb_to_recordset($1::jsonb) AS p (id uuid, first_id uuid, second_id uuid, score numeric, matched jsonb)
     ORDER BY p.first_id, p.second_id
     ON CONFLICT (first_id, second_id) DO UPDATE SET score = excluded.score, matched = excluded.matched,
       version = duplicate_pair.version + 1, update_time = excluded.update_time
       WHERE duplicate_pair.state = 'open' AND duplicate_pair.matched <> excluded.matched
     RETURNING (version = 1) AS made`,
    [JSON.stringify(rows), tx.now],
  );
  return (made as { made: boolean }[]).filter((row) => row.made).length;
}
