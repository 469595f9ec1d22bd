import { differences } from '@kontor/database/audit';
import type { Transaction } from '@kontor/database/transaction';
import type { Product } from './product.entity.js';
import { keptFields } from './product-fields.js';

/**
 * Tells the other services how a product stands now, without the fields that stay here: what an event carries lies
 * in streams, dead letters and copies, where no right guards it.
 */
export function emitProductChanged(tx: Transaction, before: Partial<Product>, after: Product): void {
  const told = ([name]: [string, unknown]) => !keptFields.has(name);
  const changed = Object.keys(Object.fromEntries(Object.entries(differences(before, after)).filter(told)));
  const product = Object.fromEntries(Object.entries(after).filter(told)) as unknown as Product;
  tx.emit('kontor.sales_pipeline.v1.ProductChanged', after, { product, changed });
}
