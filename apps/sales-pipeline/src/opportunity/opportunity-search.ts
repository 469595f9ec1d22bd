import type { Transaction } from '@kontor/database/transaction';
import { foundByText } from '../text-search.js';

/** Condition that keeps the opportunities in whose name or number a text stands, as far as the caller reads them. */
export function opportunitySearch(tx: Transaction, text: string): ReturnType<typeof foundByText> {
  const fields = ['name', 'number'];
  return foundByText(tx, { object: 'opportunity', table: 'opportunity_search', fields }, text);
}
