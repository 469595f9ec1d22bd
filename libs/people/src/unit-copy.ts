import type { Unit } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import type { UnitDeleted } from '@kontor/contracts/gen/kontor/identity/v1/organisation_events';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a unit, and works out anew which units lie within which when the tree changed. The
 * version row is locked first, so that two changes of the organisation follow each other.
 */
export async function copyUnit(tx: Transaction, unit: Unit): Promise<void> {
  const version = Number(unit.etag);
  const before = await lockedCopy(tx, unit.id);
  if (before?.unit_version === version) await addCalendar(tx, unit);
  if (before && before.unit_version >= version) return;
  const { id, name, parentId, kind = 'department', headId, calendarId } = unit;
  await tx.query(
    `INSERT INTO unit_copy (id, name, parent_id, kind, head_id, deleted, unit_version, calendar_id)
     VALUES ($1, $2, $3, $4, $5, false, $6, $7)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, parent_id = excluded.parent_id, kind = excluded.kind,
       head_id = excluded.head_id, deleted = false, unit_version = excluded.unit_version,
       calendar_id = excluded.calendar_id`,
    [id, name, parentId ?? null, kind, headId ?? null, version, calendarId ?? null],
  );
  if (before && !before.deleted && (before.parent_id ?? undefined) === parentId) return;
  await rebuildUnitLines(tx);
}

/** The same version once more changes nothing but what was not copied yet when it was told first. */
async function addCalendar(tx: Transaction, { id, calendarId }: Unit): Promise<void> {
  if (!calendarId) return;
  await tx.query('UPDATE unit_copy SET calendar_id = $2 WHERE id = $1 AND calendar_id IS NULL', [
    id,
    calendarId,
  ]);
}

/** Takes a removed unit out. */
export async function deleteUnitCopy(tx: Transaction, { unitId, etag }: UnitDeleted): Promise<void> {
  const version = Number(etag);
  const before = await lockedCopy(tx, unitId);
  if (before && before.unit_version >= version) return;
  await tx.query(
    `INSERT INTO unit_copy (id, name, kind, deleted, unit_version) VALUES ($1, '', 'department', true, $2)
     ON CONFLICT (id) DO UPDATE SET deleted = true, unit_version = excluded.unit_version`,
    [unitId, version],
  );
  await rebuildUnitLines(tx);
}

async function lockedCopy(tx: Transaction, id: string) {
  await tx.query('SELECT version FROM organisation_version FOR UPDATE');
  const [copy] = await tx.query<{ parent_id: string | null; deleted: boolean; unit_version: number }>(
    'SELECT parent_id, deleted, unit_version FROM unit_copy WHERE id = $1',
    [id],
  );
  return copy;
}

/** Every unit lies within itself. UNION (not UNION ALL) ends the recursion at a cycle that copies form for a moment. */
async function rebuildUnitLines(tx: Transaction): Promise<void> {
  const line = `
    WITH RECURSIVE line (upper_id, unit_id) AS (
      SELECT id, id FROM unit_copy WHERE NOT deleted
      UNION
      SELECT above.parent_id, line.unit_id FROM line
      JOIN unit_copy above ON above.id = line.upper_id WHERE above.parent_id IS NOT NULL AND NOT above.deleted
    )`;
  await tx.query(`${line} DELETE FROM unit_line l
    WHERE NOT EXISTS (SELECT 1 FROM line WHERE (line.upper_id, line.unit_id) = (l.upper_id, l.unit_id))`);
  await tx.query(`${line} INSERT INTO unit_line (upper_id, unit_id)
    SELECT upper_id, unit_id FROM line ON CONFLICT DO NOTHING`);
  await tx.query('UPDATE organisation_version SET version = version + 1');
}
