import type { Role } from '@kontor/contracts/gen/kontor/identity/v1/role';
import type { Transaction } from '@kontor/database/transaction';
import { coveredFields } from '@kontor/query/covered-fields';
import { listQuery, type ListOptions, type ListRequest } from '@kontor/query/list';
import type { CountedPage } from '@kontor/query/list-rows';

/** Roles stored and shipped as one table `r`, for filter, order and page like those of every list. */
const tableAt = (
  parameter: number,
) => `jsonb_to_recordset($${parameter}::jsonb) AS r(id text, name text, description text, permissions jsonb,
  denied_permissions jsonb, reaches jsonb, names jsonb, fields jsonb, built_in boolean, etag text,
  create_time timestamptz, update_time timestamptz)`;

const columns = `r.id, r.name, r.description, r.permissions, r.denied_permissions AS "deniedPermissions", r.reaches,
  r.names, r.fields, r.built_in AS "builtIn", r.etag, r.create_time AS "createTime", r.update_time AS "updateTime"`;

/** A page of roles. Throws as `listRows` does. */
export async function listRoles(
  tx: Transaction,
  roles: readonly Role[],
  request: ListRequest,
  options: Omit<ListOptions, 'alias'>,
): Promise<CountedPage<Role>> {
  const covered = coveredFields(tx.call.caller, options.method);
  const plan = listQuery(request, { ...options, alias: 'r', ...(covered && { covered }) });
  const source = asTable(roles);
  const rows = await tx.query<Role>(
    `SELECT ${columns} FROM ${tableAt(plan.params.length + 1)} WHERE ${plan.where} ${plan.tail}`,
    [...plan.params, source],
  );
  const page = plan.finish(rows.map(withoutNulls));
  if (!plan.total) return page;
  const [counted] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM ${tableAt(plan.total.params.length + 1)} WHERE ${plan.total.where}`,
    [...plan.total.params, source],
  );
  return { ...page, totalSize: counted?.total ?? 0 };
}

function asTable(roles: readonly Role[]): string {
  return JSON.stringify(
    roles.map(({ deniedPermissions, builtIn, createTime, updateTime, ...role }) => ({
      ...role,
      denied_permissions: deniedPermissions,
      built_in: builtIn,
      create_time: createTime,
      update_time: updateTime,
    })),
  );
}

function withoutNulls({ createTime, updateTime, ...role }: Role): Role {
  return { ...role, createTime: createTime ?? undefined, updateTime: updateTime ?? undefined };
}
