import { customPath } from '@kontor/custom-fields/rules/custom-changes';
import type { Transaction } from '@kontor/database/transaction';

/** Every custom field as roles name it, with its object in front: customer.custom.industry. */
export async function customFieldNames(tx: Transaction): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ object: string; key: string }>('SELECT object, key FROM custom_field');
  return new Set(rows.map(({ object, key }) => `${object}.${customPath(key)}`));
}
