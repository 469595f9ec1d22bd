import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a custom field; an older one that arrives late changes nothing. The version row is
 * locked first and counted up, by which the replicas notice the change.
 */
export async function copyCustomField(tx: Transaction, field: CustomField): Promise<void> {
  await tx.query('SELECT version FROM custom_field_version FOR UPDATE');
  const stored = await tx.query(
    `INSERT INTO custom_field_copy (id, field, field_version) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET field = excluded.field, field_version = excluded.field_version
       WHERE custom_field_copy.field_version < excluded.field_version
     RETURNING id`,
    [field.id, JSON.stringify(field), Number(field.etag)],
  );
  if (stored.length > 0) await tx.query('UPDATE custom_field_version SET version = version + 1');
}
