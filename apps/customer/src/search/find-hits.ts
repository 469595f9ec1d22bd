import type { Transaction } from '@kontor/database/transaction';
import type { Look } from './rules/looks.js';

/** Records of one look that are weighed; the best of them are answered. Of names that are the text as a whole, all fit. */
const weighed = 300;

/** How looks become hits. */
export interface HitPlan {
  /** Select list; `r` is the customer, `k` the contact where the hit is one, `l` the look. */
  columns: string;
  /** Which customers may be shown; appends to the parameters. */
  where(params: unknown[]): string;
  /** Only records that count among these people's; null for all. */
  owners: readonly string[] | null;
  /** And records shared under these names. */
  grantees: readonly string[];
  /** Customers of this key of a name (`companyNameKey`) match as a whole, too: ООО «Орион» does for Орион. */
  nameKey?: string;
  /** Hits at most. */
  most: number;
}

/**
 * Makes looks and shows what they find, the best first: as a whole before from the beginning before within, then the
 * shortest of the names that were weighed, which are not all where hundreds begin so, then the oldest record. One
 * statement. The index gives ids only; the rows come through their wall.
 */
export function findHits<Hit extends object>(
  tx: Pick<Transaction, 'query'>,
  looks: readonly Look[],
  plan: HitPlan,
): Promise<Hit[]> {
  const params: unknown[] = [JSON.stringify(looks), plan.owners, weighed, plan.most];
  let found = lookInto('$2', 'NULL');
  if (plan.grantees.length > 0) {
    params.push(plan.grantees);
    const ids = `ARRAY(SELECT object_id FROM share WHERE object = 'customer' AND grantee_id = ANY ($5::uuid[])
      AND start_time <= now() AND (end_time IS NULL OR end_time > now()))`;
    found += ` UNION ALL ${lookInto('NULL', ids)}`;
  }
  if (plan.nameKey) {
    const named = (claimed: string) =>
      `(SELECT customer_id AS id, customer_id, 1, 'name' FROM match_key
        WHERE kind = 'name' AND key = $${params.length + 1} AND ${claimed} LIMIT $3::integer)`;
    // Each of the two has an index of its own.
    found += ` UNION ALL ${named('claimed')} UNION ALL ${named('NOT claimed')}`;
    params.push(plan.nameKey);
  }
  const visible = plan.where(params);
  return tx.query<Hit>(
    `SELECT ${plan.columns} FROM (
       SELECT DISTINCT ON (id) * FROM (${found}) every ORDER BY id, tier
     ) l JOIN customer r ON r.id = l.customer_id LEFT JOIN contact k ON k.id = l.id
     WHERE ${visible} AND (k.id IS NOT NULL AND k.left_time IS NULL OR l.id = r.id)
     ORDER BY l.tier, length(coalesce(k.name, r.name)), l.id LIMIT $4::integer`,
    params,
  );
}

function lookInto(owners: string, within: string): string {
  return (
    `SELECT c.id, c.customer_id, look.tier, look.matched FROM jsonb_to_recordset($1::jsonb) ` +
    `AS look (tier integer, matched text, wanted text, names text[], numbers text) CROSS JOIN LATERAL ` +
    `search_candidates(look.wanted, look.names, look.numbers, ${owners}::uuid[], ${within}::uuid[], ` +
    `$3::integer, $4::integer) c`
  );
}
