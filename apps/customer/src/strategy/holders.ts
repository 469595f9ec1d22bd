import type { Transaction } from '@kontor/database/transaction';

/** Everybody who holds prospects. Within what the caller reaches, where `within` names people. */
export async function holders(tx: Transaction, within: 'all' | readonly string[] = 'all'): Promise<string[]> {
  const params = within === 'all' ? [] : [within];
  const rows = await tx.query<{ person_id: string }>(
    `SELECT person_id FROM holding WHERE held > 0 ${within === 'all' ? '' : 'AND person_id = ANY ($1::uuid[])'} ORDER BY person_id`,
    params,
  );
  return rows.map(({ person_id }) => person_id);
}
