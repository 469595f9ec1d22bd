import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '@kontor/database/transaction';
import { PersonCopy } from '@kontor/people/person-copy.entity';
import { requestNotice } from '@kontor/people/request-notice';

/** Which move is told of. */
export interface MoveOf {
  /** The hand-over or rotation; for a rotation its round makes it another one. */
  causeId: string;
  /** Who gave; with several givers each is told of in a notice of its own. */
  fromId: string;
  /** Distinguishes rounds of the same cause. */
  round?: number;
  /** Only what came since; RFC 3339. */
  since?: string;
}

interface Received {
  toId: string;
  count: number;
  soon: number;
}

/**
 * One notice to everybody who got customers of somebody: how many, from whom, and how many are due within three days.
 * Its id follows from the cause, so that telling it twice makes one notice.
 */
export async function tellNewOwners(
  tx: Transaction,
  { causeId, fromId, round = 0, since }: MoveOf,
): Promise<void> {
  const received = await tx.query<Received>(
    `SELECT o.to_id AS "toId", count(*)::int AS count,
       count(*) FILTER (WHERE c.next_contact_time <= now() + interval '3 days')::int AS soon
     FROM ownership_change o JOIN customer c ON c.id = o.customer_id AND c.owner_id = o.to_id
     WHERE o.cause_id = $1 AND o.from_id = $2 AND o.time >= coalesce($3::timestamptz, '-infinity')
     GROUP BY o.to_id ORDER BY o.to_id`,
    [causeId, fromId, since ?? null],
  );
  if (received.length === 0) return;
  const from = await tx.find(PersonCopy, fromId);
  for (const { toId, count, soon } of received) {
    requestNotice(tx, {
      noticeId: uuidv5(`${fromId} ${toId} ${round}`, causeId),
      personId: toId,
      template: 'customers-received',
      about: 'dossiers',
      values: { count: String(count), soon: String(soon), fromName: from?.name ?? '' },
    });
  }
}
