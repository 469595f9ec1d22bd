import type { Caller } from '@kontor/access/caller';
import { coveredFields } from '@kontor/query/covered-fields';
import { listQuery } from '@kontor/query/list';
import type { ExportSource } from './export-source.js';

/**
 * Checks filter and order of an export as the list of its records does. Throws what that refuses: invalid, and forbidden
 * for what the person may not see.
 */
export function checkQuery(
  { filter, orderBy }: { filter: string; orderBy: string },
  { fields, defaultOrder, list }: ExportSource,
  caller: Caller,
  secret: string,
): void {
  const covered = coveredFields(caller, list);
  const request = { ...(filter && { filter }), ...(orderBy && { orderBy }) };
  listQuery(request, { fields, defaultOrder, method: list, secret, ...(covered && { covered }) });
}
