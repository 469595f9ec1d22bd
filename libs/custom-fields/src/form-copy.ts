import type { Form } from '@kontor/contracts/gen/kontor/identity/v1/form';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a form; an older one that arrives late changes nothing. One that was removed stays, with
 * nothing published, lest an older state brings it back. Counts the same version up as custom fields do.
 */
export async function copyForm(tx: Transaction, { id, object, role, published, etag }: Form): Promise<void> {
  await tx.query('SELECT version FROM custom_field_version FOR UPDATE');
  const stored = await tx.query(
    `INSERT INTO form_copy (id, object, role, sections, form_version) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (id) DO UPDATE SET sections = excluded.sections, form_version = excluded.form_version
       WHERE form_copy.form_version < excluded.form_version
     RETURNING id`,
    [id, object, role, JSON.stringify(published), Number(etag)],
  );
  if (stored.length > 0) await tx.query('UPDATE custom_field_version SET version = version + 1');
}
