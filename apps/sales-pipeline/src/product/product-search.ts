import type { Transaction } from '@kontor/database/transaction';
import { foundByText } from '../text-search.js';

/** Condition that keeps the products in whose name, number or SKU a text stands, as far as the caller reads them. */
export function productSearch(tx: Transaction, text: string): ReturnType<typeof foundByText> {
  const fields = ['name', 'number', 'sku'];
  return foundByText(tx, { object: 'product', table: 'product_search', fields }, text);
}
