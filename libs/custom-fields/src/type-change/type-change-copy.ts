import type { TypeChange } from '@kontor/contracts/gen/kontor/identity/v1/type_change';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a change of type; an older one that arrives late changes nothing. A new state begins at
 * the first record again. Counts the version of custom fields up, by which replicas notice that there is work.
 */
export async function copyTypeChange(tx: Transaction, change: TypeChange): Promise<void> {
  await tx.query('SELECT version FROM custom_field_version FOR UPDATE');
  const stored = await tx.query(
    `INSERT INTO type_change AS c (id, object, key, state, change, change_version, work_done)
     VALUES ($1, $2, $3, $4, $5, $6, $4 NOT IN ('checking', 'closing', 'emptying', 'filling'))
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, change = excluded.change,
       change_version = excluded.change_version, work_done = excluded.work_done, done_to = NULL, tally = '{}',
       guarded = c.guarded AND excluded.state <> 'refused'
       WHERE c.change_version < excluded.change_version
     RETURNING id`,
    [change.id, change.object, change.key, change.state, JSON.stringify(change), Number(change.etag)],
  );
  if (stored.length > 0) await tx.query('UPDATE custom_field_version SET version = version + 1');
}
