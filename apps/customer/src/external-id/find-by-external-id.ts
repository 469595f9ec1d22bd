import type { Transaction } from '@kontor/database/transaction';
import { externalKey } from '../duplicate/rules/match-keys.js';

/**
 * The customers that a system's ids name, by id, whoever may see them: who bears the id, else the one that its bearer was
 * merged into. Everything that knows customers by the ids of other systems asks here. To be called in the service's name.
 */
export async function findByExternalIds(
  tx: Transaction,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(externalIds)].flatMap((id) =>
    externalKey(source, id).map(({ key }) => ({ id, key })),
  );
  if (wanted.length === 0) return new Map();
  // Claimed keys and others have an index each, ids one of those that are not empty: unless that is said, all customers
  // are read. Who bears the id comes last, so that it stands in the map.
  const rows = await tx.query<{ wanted: string; id: string }>(
    `SELECT w.id AS wanted, m.customer_id AS id, false AS bears FROM unnest($2::text[], $3::text[]) AS w (id, key)
       JOIN match_key m ON m.kind = 'external' AND m.key = w.key AND NOT m.claimed
     UNION ALL SELECT w.id, m.customer_id, false FROM unnest($2::text[], $3::text[]) AS w (id, key)
       JOIN match_key m ON m.kind = 'external' AND m.key = w.key AND m.claimed
     UNION ALL SELECT external_id, id, true FROM customer
       WHERE source = $1 AND external_id = ANY ($2::text[]) AND external_id <> ''
     ORDER BY bears`,
    [source, wanted.map(({ id }) => id), wanted.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [row.wanted, row.id]));
}

/** The same by our own numbers; that of a merged customer names the one which it became part of. */
export async function findByNumbers(
  tx: Transaction,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(numbers)].filter(Boolean);
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ number: string; id: string }>(
    `SELECT number, id FROM customer WHERE number = ANY ($1::text[])
     UNION ALL SELECT loser_number, winner_id FROM customer_merge
       WHERE loser_number = ANY ($1::text[]) AND state = 'merged'`,
    [wanted],
  );
  return new Map(rows.map((row) => [row.number, row.id]));
}
