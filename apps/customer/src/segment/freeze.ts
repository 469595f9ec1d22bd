import { serviceCall, type Call } from '@kontor/access/call';
import { may } from '@kontor/access/permissions';
import { failPoint } from '@kontor/database/fail-point';
import type { Transaction } from '@kontor/database/transaction';
import type { UnitOfWork } from '@kontor/database/unit-of-work';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { Customer } from '../customer/customer.entity.js';
import { SegmentSnapshot } from './segment.entity.js';

/** Members that are frozen within the request that asks for it; more are frozen behind it. */
export const frozenAtOnce = 5_000;

/** How many members a segment has. */
export async function sizeOf(tx: Transaction, segmentId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM segment_member WHERE segment_id = $1',
    [segmentId],
  );
  return row?.count ?? 0;
}

/**
 * One batch of a segment that is being frozen, with how far it got, in one transaction: in the name of who asked, with the
 * rights that the person has now. Members are taken as they were at the moment of freezing: those that are in since
 * then, and those that left after it. Resolves to whether there may be more.
 */
export async function freezeStep(work: UnitOfWork, batch = frozenAtOnce): Promise<boolean> {
  const due = await work.read(serviceCall('customer', 'freeze'), async (tx) => {
    const [oldest] = await tx.select(
      SegmentSnapshot,
      `r.state = 'freezing'`,
      [],
      'ORDER BY r.freeze_time, r.id LIMIT 1',
    );
    return oldest && { oldest, call: await ownersCall(tx, oldest) };
  });
  if (!due) return false;
  await work.write(due.call ?? serviceCall('customer', 'freeze'), async (tx) => {
    const snapshot = await tx.getForUpdate(SegmentSnapshot, due.oldest.id);
    if (snapshot.state !== 'freezing') return;
    if (due.call) await freezeBatch(tx, snapshot, batch);
    else await tx.query(`UPDATE segment_snapshot SET state = 'failed' WHERE id = $1`, [snapshot.id]);
  });
  return true;
}

/** In the name of who froze it; undefined where the person has left or may freeze no more. */
async function ownersCall(tx: Transaction, { id, ownerId }: SegmentSnapshot): Promise<Call | undefined> {
  const person = await tx.find(PersonCopy, ownerId);
  if (!person || person.status === 'left') return undefined;
  const { roles, language, timeZone } = person;
  const rights = tx.rightsOfRoles(roles);
  const caller = {
    kind: 'person',
    personId: ownerId,
    sessionId: '',
    roles,
    rights,
    language,
    timeZone,
  } as const;
  if (!may(caller, 'segment.write')) return undefined;
  return { ...serviceCall('customer', 'freeze'), caller, language, requestId: id };
}

async function freezeBatch(tx: Transaction, snapshot: SegmentSnapshot, batch: number): Promise<void> {
  const { id, segmentId, freezeTime, cursor = null } = snapshot;
  const params: unknown[] = [id, segmentId, freezeTime, cursor, batch];
  const visible = tx.visible(Customer, 'r', params);
  await tx.query(
    `WITH page AS MATERIALIZED (
         SELECT customer_id, enter_time FROM segment_member
         WHERE segment_id = $2 AND ($4::uuid IS NULL OR customer_id > $4::uuid) ORDER BY customer_id LIMIT $5::integer),
       turned AS (SELECT count(*)::int AS many, (SELECT customer_id FROM page ORDER BY customer_id DESC LIMIT 1) AS last FROM page),
       were AS (
         SELECT customer_id FROM page WHERE enter_time <= $3::timestamptz
         UNION
         SELECT c.customer_id FROM segment_change c CROSS JOIN turned
         WHERE c.segment_id = $2 AND c.time > $3::timestamptz AND NOT c.entered
           AND ($4::uuid IS NULL OR c.customer_id > $4::uuid) AND (turned.many < $5::integer OR c.customer_id <= turned.last)
           AND NOT EXISTS (SELECT 1 FROM segment_change e WHERE e.segment_id = $2 AND e.customer_id = c.customer_id
             AND e.entered AND e.time > $3::timestamptz AND e.time < c.time)),
       frozen AS (
         INSERT INTO segment_snapshot_member (snapshot_id, customer_id)
         SELECT $1::uuid, r.id FROM were JOIN customer r ON r.id = were.customer_id WHERE ${visible}
         ON CONFLICT DO NOTHING RETURNING 1 AS one)
     UPDATE segment_snapshot s SET member_count = s.member_count + (SELECT count(*)::int FROM frozen),
       members_done = s.members_done + turned.many, cursor = coalesce(turned.last, s.cursor),
       state = CASE WHEN turned.many < $5::integer THEN 'ready' ELSE 'freezing' END
     FROM turned WHERE s.id = $1::uuid`,
    params,
  );
  failPoint('segment.after-freeze-batch');
}
