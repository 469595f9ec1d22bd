import type { NewRow, Transaction } from '@kontor/database/transaction';
import { ImportItem } from './import-item.entity.js';
import type { Import } from './import.entity.js';

/** What is told of a record that an import made or changed. */
export type NotedItem = Pick<
  ImportItem,
  'line' | 'object' | 'recordId' | 'action' | 'before' | 'shown' | 'recordVersion'
> &
  Partial<Pick<ImportItem, 'baseVersion'>>;

/** Notes what an import did, in the same transaction: the list of changes and the undoing live on it. */
export function noteItem(tx: Transaction, { id: importId, personId }: Import, item: NotedItem): void {
  const row: NewRow<ImportItem> = { baseVersion: 0, ...item, importId, personId, undone: '', undoReason: '' };
  tx.insert(ImportItem, row);
}
