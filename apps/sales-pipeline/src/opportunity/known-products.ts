import type { Transaction } from '@kontor/database/transaction';
import type { FieldViolation } from '@kontor/errors/app-error';
import { Product } from '../product/product.entity.js';

/** One violation for each product of a deal that there is not. */
export async function unknownProducts(
  tx: Transaction,
  productIds: readonly string[],
): Promise<FieldViolation[]> {
  if (productIds.length === 0) return [];
  const known = await tx.select(Product, 'r.id = ANY ($1::uuid[])', [productIds]);
  const ids = new Set(known.map(({ id }) => id));
  return productIds.flatMap((id, index) =>
    ids.has(id) ? [] : [{ field: `productIds[${index}]`, reason: 'unknown-product' }],
  );
}
