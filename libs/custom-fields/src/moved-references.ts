import type { DataSource } from 'typeorm';
import type { CustomField } from '@kontor/contracts/gen/kontor/identity/v1/custom_field';
import type { Transaction } from '@kontor/database/transaction';
import { customTable } from './custom-table.js';
import { searchColumn } from './rules/search-column.js';

/** A record that became part of another. */
export interface Joined {
  mergeId: string;
  /** Object of both, such as customer. */
  object: string;
  fromId: string;
  toId: string;
}

/** Records of a table whose custom field of this key refers to another record than before. */
export interface MovedRecords {
  table: string;
  key: string;
  ids: string[];
}

/**
 * How a service tells of its records that a merge changed, as it tells of any change of theirs, so that whoever keeps a
 * copy, or a list by rule, hears of it.
 */
export type TellMoved = (tx: Transaction, moved: MovedRecords) => Promise<void>;

/** Injection token of it; the module of a service provides and exports it. */
export const TELL_MOVED = Symbol('tell moved');

/**
 * Leads every reference to a record that is gone to the one that it became part of, whatever objects of the service have
 * fields for such references, retired ones too, and notes which they were. A record that referred to what is a part of it
 * now refers to nothing. Again changes nothing. A searchable field is found by its index. Returns what it changed.
 */
export async function moveReferences(
  tx: Transaction,
  dataSource: DataSource,
  joined: Joined,
): Promise<MovedRecords[]> {
  const changed: MovedRecords[] = [];
  const { mergeId, fromId, toId } = joined;
  const fields = await tx.query<{ field: CustomField; indexed: boolean }>(
    `SELECT f.field, EXISTS (SELECT 1 FROM search_column s WHERE s.object = f.field ->> 'object'
       AND s.key = f.field ->> 'key' AND s.state = 'ready') AS indexed
     FROM custom_field_copy f WHERE f.field ->> 'type' = 'reference' AND f.field ->> 'referenceObject' = $1`,
    [joined.object],
  );
  for (const { field, indexed } of fields) {
    const table = customTable(dataSource, field.object);
    if (!table) continue;
    const found = indexed ? `AND r."${searchColumn(field.key)}" = $2::text` : '';
    const rows = await tx.query<{ id: string }>(
      `WITH moved AS (
         UPDATE ${table} r SET version = r.version + 1,
           custom = CASE WHEN r.id = $3::uuid THEN r.custom - $1::text
             ELSE jsonb_set(r.custom, ARRAY[$1::text], to_jsonb($3::text)) END
         WHERE r.custom ->> $1::text = $2::text ${found} RETURNING r.id), noted AS (
         INSERT INTO moved_reference (merge_id, of_table, key, record_id, from_id, to_id)
         SELECT $4::uuid, $5, $1, id, $2::uuid, $3::uuid FROM moved ON CONFLICT DO NOTHING)
       SELECT id FROM moved`,
      [field.key, fromId, toId, mergeId, table],
    );
    if (rows.length > 0) changed.push({ table, key: field.key, ids: rows.map(({ id }) => id) });
  }
  return changed;
}

/**
 * Leads back what a merge led to another record and still leads there: to `winnerId` by now, which may be another one than
 * it was. What somebody wrote since stays. Returns what it changed.
 */
export async function moveReferencesBack(
  tx: Transaction,
  mergeId: string,
  winnerId: string,
): Promise<MovedRecords[]> {
  const changed: MovedRecords[] = [];
  const noted = await tx.query<{ of_table: string; key: string }>(
    'SELECT DISTINCT of_table, key FROM moved_reference WHERE merge_id = $1',
    [mergeId],
  );
  for (const { of_table: table, key } of noted) {
    const rows = await tx.query<{ id: string }>(
      `UPDATE ${table} r SET version = r.version + 1,
         custom = jsonb_set(coalesce(r.custom, '{}'), ARRAY[$2::text], to_jsonb(m.from_id::text))
       FROM moved_reference m
       WHERE m.merge_id = $1 AND m.of_table = $3 AND m.key = $2 AND r.id = m.record_id
         AND (r.custom ->> $2::text IN (m.to_id::text, $4::text)
           OR (r.id IN (m.to_id, $4::uuid) AND r.custom ->> $2::text IS NULL)) RETURNING r.id`,
      [mergeId, key, table, winnerId],
    );
    if (rows.length > 0) changed.push({ table, key, ids: rows.map(({ id }) => id) });
  }
  await tx.query('DELETE FROM moved_reference WHERE merge_id = $1', [mergeId]);
  return changed;
}
