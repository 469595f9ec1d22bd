import { serviceCall } from '@kontor/access/call';
import type { UnitOfWork } from '@kontor/database/unit-of-work';

/** Changes that are told in one transaction, and customers that one event names at most. */
const mostTold = 2_000;

interface UntoldChange {
  segmentId: string;
  customerId: string;
  entered: boolean;
  time: string;
}

/**
 * Tells who came into which segment and who left, in events of many customers each, and notes that it is told, in one
 * transaction. What changes members writes rows only: it may be shared by many events of customers, which come together
 * by chance, and shall not wait for a million of them. Resolves to whether there may be more.
 */
export function tellMembers(work: UnitOfWork): Promise<boolean> {
  return work.write(serviceCall('customer', 'segment changes'), async (tx) => {
    const rows = await tx.query<UntoldChange>(
      `WITH told AS (
         UPDATE segment_change SET told = true WHERE id IN (
           SELECT id FROM segment_change WHERE NOT told ORDER BY id LIMIT ${mostTold} FOR UPDATE SKIP LOCKED)
         RETURNING id, segment_id, customer_id, entered, time)
       SELECT segment_id AS "segmentId", customer_id AS "customerId", entered, time FROM told ORDER BY id`,
    );
    const groups = Map.groupBy(rows, ({ segmentId, entered, time }) => `${segmentId} ${entered} ${time}`);
    for (const group of groups.values()) {
      const [first] = group;
      if (!first) continue;
      const { segmentId, entered, time } = first;
      tx.emit(
        entered ? 'kontor.customer.v1.SegmentEntered' : 'kontor.customer.v1.SegmentLeft',
        { id: segmentId, version: 1 },
        {
          segmentId,
          customerIds: group.map(({ customerId }) => customerId),
          time: new Date(time).toISOString(),
        },
      );
    }
    return rows.length === mostTold;
  });
}
