import type { Transaction } from '@kontor/database/transaction';

/** Everybody who holds prospects. Within what the caller reaches, where `within` names people. */
export async function holders(tx: Transaction, within: 'all' | readonly string[] = 'all'): Promise<string[]> {
  return [...(await heldBy(tx, within, false)).keys()];
}

/**
 * How many prospects everybody holds, and where `withLost` lost customers along with them. Within what the caller
 * reaches, where `within` names people.
 */
export async function heldBy(
  tx: Transaction,
  within: 'all' | readonly string[],
  withLost: boolean,
): Promise<Map<string, number>> {
  const params = within === 'all' ? [] : [within];
  const of = (column: string) => (within === 'all' ? '' : `AND ${column} = ANY ($1::uuid[])`);
  const lost = withLost
    ? `UNION ALL SELECT owner_id, count(*) FROM customer
       WHERE status = 'lost' AND owner_id IS NOT NULL ${of('owner_id')} GROUP BY owner_id`
    : '';
  const rows = await tx.query<{ person_id: string; held: number }>(
    `SELECT person_id, sum(held)::int AS held FROM (
       SELECT person_id, held FROM holding WHERE held > 0 ${of('person_id')}
       ${lost}) both_kinds
     GROUP BY person_id ORDER BY person_id`,
    params,
  );
  return new Map(rows.map(({ person_id, held }) => [person_id, held]));
}
