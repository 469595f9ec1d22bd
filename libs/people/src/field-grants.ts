import type { Pool } from 'pg';
import type { FieldGrant } from '@kontor/access/view';

interface GrantRow extends FieldGrant {
  personId: string;
}

const grantsNowAndLater = `
  SELECT grantee_id AS "personId", object, object_id AS "objectId", fields,
    (extract(epoch FROM start_time) * 1000)::float8 AS start, (extract(epoch FROM end_time) * 1000)::float8 AS end
  FROM share WHERE source = 'grant' AND grantee_kind = 'person' AND cardinality(fields) > 0 AND end_time > now()`;

/**
 * Single fields of single records that superiors granted to people, by person. They are few and short: those that have
 * not begun are taken along, and whoever shows a record judges by the clock whether one holds.
 */
export async function fieldGrants(pool: Pool): Promise<ReadonlyMap<string, readonly FieldGrant[]>> {
  const { rows } = await pool.query<GrantRow>(grantsNowAndLater);
  return Map.groupBy(rows, ({ personId }) => personId);
}
