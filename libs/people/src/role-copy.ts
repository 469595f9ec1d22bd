import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { RoleDeleted } from '@kontor/contracts/gen/kontor/identity/v1/role_events';
import type { RoleRights } from '@kontor/access/default-roles';
import type { Transaction } from '@kontor/database/transaction';

/**
 * Takes over the newest state of a role. The version row is locked first, so that two changes of the organisation
 * follow each other, and counted up, by which the replicas notice the change.
 */
export async function copyRole(tx: Transaction, role: Role): Promise<void> {
  const { id, permissions, deniedPermissions, reaches, names, fields } = role;
  const rights: RoleRights = { id, permissions, deniedPermissions, reaches, names, fields };
  await store(tx, id, rights, false, role.etag);
}

/** Takes a removed role out; a built-in one is again what Kontor ships. */
export async function deleteRoleCopy(tx: Transaction, { roleId, etag }: RoleDeleted): Promise<void> {
  await store(tx, roleId, {}, true, etag);
}

/** The row of a removed role stays, so that an older event that arrives late does not bring the role back. */
async function store(
  tx: Transaction,
  id: string,
  rights: object,
  deleted: boolean,
  etag: string,
): Promise<void> {
  await tx.query('SELECT version FROM organisation_version FOR UPDATE');
  const stored = await tx.query<{ id: string }>(
    `INSERT INTO role_copy (id, rights, deleted, role_version) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET rights = excluded.rights, deleted = excluded.deleted,
       role_version = excluded.role_version WHERE role_copy.role_version < excluded.role_version
     RETURNING id`,
    [id, JSON.stringify(rights), deleted, Number(etag)],
  );
  if (stored.length > 0) await tx.query('UPDATE organisation_version SET version = version + 1');
}
