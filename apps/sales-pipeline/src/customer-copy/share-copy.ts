import type { ShareChanged } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { Transaction } from '@kontor/database/transaction';
import { lockMerges } from './merge-copy.js';

/**
 * Takes over the newest state of a share of a customer; an older one that comes late changes nothing. Who is shown the
 * customer, or was let read it for a while, is shown what follows it here.
 */
export async function copyShare(tx: Transaction, { share, ended, version }: ShareChanged): Promise<void> {
  if (share?.object !== 'customer') return;
  await lockMerges(tx);
  const { id, objectId, granteeKind, granteeId, level, startTime, endTime, grantorId, source } = share;
  const news = await tx.query(
    `INSERT INTO customer_share_copy AS known (id, customer_id, grantee_kind, grantee_id, level, start_time, end_time,
       grantor_id, share_version, ended, source)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, level = excluded.level,
       start_time = excluded.start_time, end_time = excluded.end_time, grantor_id = excluded.grantor_id,
       share_version = excluded.share_version, ended = excluded.ended
     WHERE (known.share_version, known.ended) <= (excluded.share_version, excluded.ended) RETURNING known.id`,
    [
      id,
      objectId,
      granteeKind,
      granteeId,
      level,
      startTime,
      endTime ?? null,
      grantorId,
      version,
      ended,
      source ?? 'share',
    ],
  );
  if (news.length === 0) return;
  const [root] = await tx.query<{ id: string }>('SELECT customer_root($1::uuid) AS id', [objectId]);
  await settleShares(tx, root?.id ?? objectId);
}

/**
 * Makes the shares of a customer that stands anew, of its own and those of customers that became part of it; where a
 * grantee has several, the customer's own counts. The merges are locked.
 */
export async function settleShares(tx: Transaction, root: string): Promise<void> {
  await tx.query(
    `DELETE FROM share WHERE object = 'customer'
       AND (object_id IN (SELECT customer_tree($1::uuid))
         OR id IN (SELECT c.id FROM customer_share_copy c WHERE c.customer_id IN (SELECT customer_tree($1::uuid))))`,
    [root],
  );
  await tx.query(
    `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, end_time, grantor_id, source)
     SELECT c.id, 'customer', $1::uuid, c.grantee_kind, c.grantee_id, c.level, c.start_time, c.end_time, c.grantor_id, c.source
     FROM customer_share_copy c WHERE NOT c.ended AND c.customer_id IN (SELECT customer_tree($1::uuid))
     ORDER BY (c.customer_id = $1::uuid) DESC, c.share_version DESC
     ON CONFLICT DO NOTHING`,
    [root],
  );
}
