import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import { differences } from '@kontor/database/audit';
import type { Transaction } from '@kontor/database/transaction';
import type { RoleRow } from './role.entity.js';
import type { RoleFields } from './rules/role-changes.js';

/** Stores a role as it now is, and tells of it. In a turn of `organisation`; `row` is what stood in the table there. */
export async function storeRole(
  tx: Transaction,
  id: string,
  fields: RoleFields,
  builtIn: boolean,
  row: RoleRow | undefined,
  before: RoleFields | undefined,
): Promise<Role> {
  const version = (row?.version ?? 0) + 1;
  const createTime = row && !row.deleted ? row.createTime : tx.now;
  await write(tx, id, fields, { deleted: false, version, createTime });
  const changes = before ? differences(pick(before), pick(fields)) : undefined;
  tx.audit({ action: before ? 'update' : 'create', object: 'role', objectId: id, version, changes });
  const etag = String(version);
  const role: Role = { id, ...pick(fields), builtIn, etag, createTime, updateTime: tx.now };
  tx.emit('kontor.identity.v1.RoleChanged', { id, version }, { role });
  return role;
}

/** Takes a role out, or back to what Kontor ships, and tells of it. Its row stays and keeps counting. */
export async function removeRole(tx: Transaction, row: RoleRow): Promise<void> {
  const { id, createTime } = row;
  const version = row.version + 1;
  await write(tx, id, row, { deleted: true, version, createTime });
  tx.audit({ action: 'delete', object: 'role', objectId: id, version });
  tx.emit('kontor.identity.v1.RoleDeleted', { id, version }, { roleId: id, etag: String(version) });
}

function pick({
  name,
  description,
  permissions,
  deniedPermissions,
  reaches,
  names,
  fields,
}: RoleFields): RoleFields {
  return { name, description, permissions, deniedPermissions, reaches, names, fields };
}

async function write(
  tx: Transaction,
  id: string,
  { name, description, permissions, deniedPermissions, reaches, names, fields }: RoleFields,
  { deleted, version, createTime }: { deleted: boolean; version: number; createTime: string },
): Promise<void> {
  const lists = [permissions, deniedPermissions, reaches, names, fields].map((list) => JSON.stringify(list));
  await tx.query(
    `INSERT INTO role (id, name, description, permissions, denied_permissions, reaches, names, fields, deleted,
       version, create_time, update_time)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description,
       permissions = excluded.permissions, denied_permissions = excluded.denied_permissions,
       reaches = excluded.reaches, names = excluded.names, fields = excluded.fields, deleted = excluded.deleted,
       version = excluded.version, create_time = excluded.create_time, update_time = excluded.update_time`,
    [id, name, description, ...lists, deleted, version, createTime, tx.now],
  );
}
