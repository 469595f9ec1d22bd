import type { Export } from '../export.entity.js';

/** What the audit says of an export: which records, which columns, how many rows. */
export function exportAudit(
  run: Pick<Export, 'object' | 'filter' | 'orderBy' | 'columns' | 'format' | 'rowsWritten'>,
): object {
  const { object, filter, orderBy, columns, format, rowsWritten } = run;
  return { exported: object, rows: rowsWritten, filter, orderBy, columns, format };
}
