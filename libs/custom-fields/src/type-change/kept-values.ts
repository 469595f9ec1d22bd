import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Values that are dropped at once. */
const batchRows = 5_000;

/** Drops values as they were before changes that can no longer be taken back, by the database's clock. */
export async function dropKept(work: UnitOfWork, service: string): Promise<void> {
  let dropped = batchRows;
  while (dropped === batchRows)
    await work.write(serviceCall(service, 'drop kept values'), async (tx) => {
      const rows = await tx.query(
        `DELETE FROM kept_value WHERE ctid = ANY (ARRAY(SELECT k.ctid FROM kept_value k
           JOIN type_change c ON c.id = k.change_id
           WHERE c.state = 'done' AND (c.change ->> 'undoUntil')::timestamptz < clock_timestamp() LIMIT ${batchRows}))
         RETURNING 1`,
      );
      dropped = rows.length;
      return {};
    });
}
