import type { Transaction } from '@kontor/database/transaction';
import { refusedField } from '@kontor/errors/app-error';

/** Throws `invalid` unknown-unit, naming the field, for a unit that is not there, or no more. */
export async function checkUnit(tx: Transaction, field: string, unitId: string): Promise<void> {
  const [unit] = await tx.query('SELECT 1 AS one FROM unit_copy WHERE id = $1::uuid AND NOT deleted', [
    unitId,
  ]);
  if (unit) return;
  throw refusedField(field, 'unknown-unit');
}
