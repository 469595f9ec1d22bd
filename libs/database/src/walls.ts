import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { rowSecurity } from '@kontor/access/row-policy';
import { shippedRoles } from '@kontor/access/shipped-roles';
import { guardOf } from './guarded.js';

/**
 * Raises the wall of row-level security around the table of every entity, as its @Guarded policy says. A wall that
 * stands as it should is left alone: the policy's comment keeps what it was made from. The roles that Kontor ships are
 * told to the functions that walls ask, since they too come with the code.
 */
export async function raiseWalls(owner: DataSource): Promise<void> {
  const [asked] = await owner.query<unknown[]>(`SELECT 1 FROM pg_proc WHERE proname = 'shipped_roles'`);
  if (asked) await owner.query(shippedRoles());
  const standing = await wallsStanding(owner);
  const walls = new Map(
    owner.entityMetadatas.flatMap(({ tableName, target }) => {
      const { policy, walled } = guardOf(target);
      return walled ? [[tableName, policy] as const] : [];
    }),
  );
  for (const [table, policy] of walls) {
    const statements = rowSecurity(table, policy);
    const made = createHash('sha256').update(statements.join(';')).digest('hex');
    if (standing.get(table) === made) continue;
    // One text is one transaction: no moment without a wall.
    await owner.query(`${statements.join(';')};COMMENT ON POLICY caller ON ${table} IS '${made}'`);
  }
}

/** What each wall was made from that stands whole. */
async function wallsStanding(owner: DataSource): Promise<Map<string, string>> {
  const rows = await owner.query<{ table: string; made: string | null }[]>(
    `SELECT p.polrelid::regclass::text AS table, obj_description(p.oid, 'pg_policy') AS made
     FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
     WHERE p.polname = 'caller' AND c.relrowsecurity AND c.relforcerowsecurity
       AND (SELECT count(*) FROM pg_policy other WHERE other.polrelid = c.oid) = 4`,
  );
  return new Map(rows.map(({ table, made }) => [table, made ?? '']));
}
