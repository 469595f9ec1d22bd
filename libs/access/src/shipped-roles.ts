import { defaultRoles } from './default-roles.js';

/**
 * DDL of the function by which row-level security knows the roles that Kontor ships, as long as the copy has none of
 * their own: `{"<role id>": {"reaches", "names"}}`. Made anew at each start, since a release may change them.
 */
export function shippedRoles(): string {
  const roles = JSON.stringify(
    Object.fromEntries(defaultRoles.map(({ id, reaches, names }) => [id, { reaches, names }])),
  );
  return `CREATE OR REPLACE FUNCTION shipped_roles() RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT '${roles.replaceAll("'", "''")}'::jsonb $$`;
}
