import type { Transaction } from '@kontor/database/transaction';

/**
 * Says of the pair of two customers, if it is known, that they were merged, or that it is open again: dismissed, where
 * somebody had said why they are two.
 */
export async function settlePairs(
  tx: Transaction,
  customers: readonly [string, string],
  state: 'merged' | 'open',
): Promise<void> {
  const personId = state === 'merged' ? tx.call.caller.personId : null;
  await tx.query(
    `UPDATE duplicate_pair SET state = CASE WHEN $3 = 'open' AND reason <> '' THEN 'dismissed' ELSE $3 END, person_id = $4, version = version + 1, update_time = $5
     WHERE first_id = $1 AND second_id = $2`,
    [...[...customers].sort(), state, personId, tx.now],
  );
}
