import { v7 as uuidv7 } from 'uuid';
import type { Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { Transaction } from '@kontor/database/transaction';
import { AppError, refusedField } from '@kontor/errors/app-error';
import { PersonCopy } from './person-copy.entity.js';
import { nextRevision, tellShare, withoutNull, type StoredShare } from './tell-share.js';
import { UnitCopy } from './unit-copy.entity.js';

/** A record that may be shared. */
export interface SharedRecord {
  /** What rights call it: customer. */
  object: string;
  id: string;
  ownerId: string;
}

/** What a caller says of a new share. */
export type NewShare = Pick<Share, 'granteeKind' | 'granteeId' | 'level' | 'endTime'>;

const columns = `id, object, object_id AS "objectId", grantee_kind AS "granteeKind", grantee_id AS "granteeId", level,
  end_time AS "endTime", grantor_id AS "grantorId", start_time AS "startTime", source, revision`;

const holds = '(end_time IS NULL OR end_time > now())';

/** Throws forbidden not-yours-to-share unless the caller reaches the record's owner: by share alone is not enough. */
export function mayShare(tx: Transaction, { object, ownerId }: SharedRecord): void {
  if (!tx.reachesOwner(object, ownerId)) throw new AppError('forbidden', 'not-yours-to-share');
}

/**
 * Shares a record, or changes the share that the grantee has of it. Throws forbidden not-yours-to-share, and invalid
 * naming `granteeId` or `endTime`.
 */
export async function shareRecord(tx: Transaction, record: SharedRecord, wanted: NewShare): Promise<Share> {
  mayShare(tx, record);
  if (wanted.endTime && Date.parse(wanted.endTime) <= Date.parse(tx.now))
    throw refusedField('endTime', 'share-end-past');
  await checkGrantee(tx, record, wanted);
  const [share] = await tx.query<StoredShare>(
    `INSERT INTO share (id, object, object_id, grantee_kind, grantee_id, level, start_time, end_time, grantor_id, source,
       revision)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'share', ${nextRevision('0')})
     ON CONFLICT (object, object_id, grantee_id) WHERE source = 'share'
     DO UPDATE SET level = excluded.level, end_time = excluded.end_time, grantor_id = excluded.grantor_id,
       start_time = excluded.start_time, revision = ${nextRevision('share.revision')}
     RETURNING ${columns}`,
    [
      uuidv7(),
      record.object,
      record.id,
      wanted.granteeKind,
      wanted.granteeId,
      wanted.level,
      tx.now,
      wanted.endTime ?? null,
      tx.call.caller.personId,
    ],
  );
  if (!share) throw new Error('A share was written and not returned');
  changed(tx, share, false);
  return shown(share);
}

/** The shares of a record that hold now, newest first. */
export async function sharesOf(tx: Transaction, object: string, id: string): Promise<Share[]> {
  const shares = await tx.query<StoredShare>(
    `SELECT ${columns} FROM share WHERE object = $1 AND object_id = $2 AND ${holds} ORDER BY start_time DESC, id DESC`,
    [object, id],
  );
  return shares.map(shown);
}

/** Ends a share of a record: by who may share it, or by the grantee. Throws not_found share-not-found. */
export async function endShare(tx: Transaction, record: SharedRecord, shareId: string): Promise<void> {
  const [share] = await tx.query<StoredShare>(
    `SELECT ${columns} FROM share WHERE id = $1 AND object = $2 AND object_id = $3 AND ${holds} FOR UPDATE`,
    [shareId, record.object, record.id],
  );
  const { personId } = tx.call.caller;
  if (!share) throw new AppError('not_found', 'share-not-found');
  if (share.granteeId !== personId) mayShare(tx, record);
  const [last] = await tx.query<{ revision: number }>(
    `DELETE FROM share WHERE id = $1 RETURNING ${nextRevision('revision')} AS revision`,
    [shareId],
  );
  changed(tx, { ...share, ...last }, true);
}

/** Audits the change and tells of it. */
function changed(tx: Transaction, share: StoredShare, ended: boolean): void {
  const { object, objectId, granteeKind, granteeId, level, endTime } = share;
  tx.audit({
    action: ended ? 'unshare' : 'share',
    object,
    objectId,
    changes: { granteeKind, granteeId, level, ...(endTime && { endTime }) },
  });
  tellShare(tx, share, ended);
}

async function checkGrantee(
  tx: Transaction,
  { ownerId }: SharedRecord,
  { granteeKind, granteeId }: NewShare,
): Promise<void> {
  if (granteeKind === 'unit') {
    const unit = await tx.find(UnitCopy, granteeId);
    if (!unit || unit.deleted) throw refusedField('granteeId', 'unknown-unit');
    return;
  }
  if (granteeId === ownerId) throw refusedField('granteeId', 'share-with-owner');
  const person = await tx.find(PersonCopy, granteeId);
  if (person?.status !== 'active') throw refusedField('granteeId', 'unknown-person');
}

function shown({ revision: _, ...share }: StoredShare): Share {
  return withoutNull(share);
}
