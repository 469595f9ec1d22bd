import type { Caller } from './caller.js';
import type { Reach } from './organisation.js';

/** Which rows of a table a caller may see and change. */
export type RowPolicy =
  | { kind: 'owned'; column: string; object: string; told?: string }
  | { kind: 'follows'; column: string; table: string; policy: RowPolicy }
  | { kind: 'personal'; column: string }
  | { kind: 'open'; object?: string }
  | { kind: 'internal' };

/**
 * Rows of an owner: seen by the owner, by those whose roles reach the owner, and by those to whom the row is shared.
 * `column` holds the owner's id, `object` is what rights call the rows. Where the database works `column` out of others,
 * such as of the owner or else of who keeps a record without owner, `told` is the one by which a new row tells its owner.
 */
export const owned = (column: string, object: string, told?: string): RowPolicy => ({
  kind: 'owned',
  column,
  object,
  ...(told && { told }),
});

/** Rows that belong to a row of another table of the service and are seen by whoever sees that one. */
export const follows = (column: string, table: string, policy: RowPolicy): RowPolicy => ({
  kind: 'follows',
  column,
  table,
  policy,
});

/** Rows for one person only, such as notices; not even superiors see them. */
export const personal = (column: string): RowPolicy => ({ kind: 'personal', column });

/** Rows that everybody who is signed in may see, such as units. `object` where rights name their fields. */
export const open = (object?: string): RowPolicy => ({ kind: 'open', ...(object && { object }) });

/** Rows that no person sees, only the service itself. */
export const internal = (): RowPolicy => ({ kind: 'internal' });

/** Whether rows are wanted for looking at, or to be changed: what is shared for reading is not changed. */
export type Purpose = 'read' | 'write';

/** Who asks, and which records of an object that reaches. */
export interface RowAccess {
  caller: Caller;
  reach(object: string): Reach;
}

/**
 * SQL condition that keeps the rows the caller may see, or change. Explicit in every statement, so that indexes on
 * the owner's column are used; row-level security stands behind it. Appends to `params`.
 * `alias` is how the statement names the table.
 */
export function predicate(
  policy: RowPolicy,
  access: RowAccess,
  alias: string,
  params: unknown[],
  purpose: Purpose = 'read',
): string {
  const { caller } = access;
  if (caller.kind === 'service') return 'TRUE';
  if (caller.kind === 'nobody') return 'FALSE';
  switch (policy.kind) {
    case 'open':
      return 'TRUE';
    case 'internal':
      return 'FALSE';
    case 'personal':
      return `${alias}.${policy.column} = $${params.push(caller.personId)}::uuid`;
    case 'owned':
      return ownedPredicate(policy, access.reach(policy.object), alias, params, purpose);
    case 'follows': {
      // Each level of following has a name of its own, lest the inner one hide the outer one.
      const followed = `${alias}_followed`;
      const inner = predicate(policy.policy, access, followed, params, purpose);
      if (inner === 'TRUE' || inner === 'FALSE') return inner;
      return `EXISTS (SELECT 1 FROM ${policy.table} ${followed} WHERE ${followed}.id = ${alias}.${policy.column} AND ${inner})`;
    }
  }
}

function ownedPredicate(
  { column, object }: RowPolicy & { kind: 'owned' },
  { owners, grantees }: Reach,
  alias: string,
  params: unknown[],
  purpose: Purpose,
): string {
  if (owners === 'all') return 'TRUE';
  const own =
    owners.length === 1
      ? `${alias}.${column} = $${params.push(owners[0])}::uuid`
      : `${alias}.${column} = ANY ($${params.push(owners)}::uuid[])`;
  if (grantees.length === 0) return own;
  const shared = sharedIdsSql(object, grantees, params, purpose);
  // An array, asked for once: with it both sides of the OR are found by index.
  return `(${own} OR ${alias}.id = ANY (ARRAY(${shared})))`;
}

/** Query of the ids of an object's records that are shared with these people and units now. Appends to `params`. */
export function sharedIdsSql(
  object: string,
  grantees: readonly string[],
  params: unknown[],
  purpose: Purpose = 'read',
): string {
  const level = purpose === 'write' ? ` AND level = 'write'` : '';
  return (
    `SELECT object_id FROM share WHERE object = $${params.push(object)} AND ` +
    `grantee_id = ANY ($${params.push(grantees)}::uuid[]) AND start_time <= now() AND ` +
    `(end_time IS NULL OR end_time > now())${level}`
  );
}

/**
 * DDL that makes Postgres itself hide the rows: the wall behind the predicate. Owner and application role
 * alike are bound (FORCE); the settings kontor.person and kontor.reach are local to the transaction, and
 * without them nothing is visible. Who reaches whom comes from the service's own copies (functions of libs/people),
 * not from what the application believes. `id`, `$table` and the policies' columns must exist.
 */
export function rowSecurity(table: string, policy: RowPolicy): string[] {
  const read = wall(table, policy, 'names');
  const write = wall(table, policy, 'write');
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    ...['caller', 'caller_insert', 'caller_update', 'caller_delete'].map(
      (name) => `DROP POLICY IF EXISTS ${name} ON ${table}`,
    ),
    `CREATE POLICY caller ON ${table} FOR SELECT USING (${read})`,
    `CREATE POLICY caller_insert ON ${table} FOR INSERT WITH CHECK (${write})`,
    `CREATE POLICY caller_update ON ${table} FOR UPDATE USING (${write}) WITH CHECK (${write})`,
    `CREATE POLICY caller_delete ON ${table} FOR DELETE USING (${write})`,
  ];
}

const setting = (name: string) => `(SELECT current_setting('kontor.${name}', true))`;
const person = `(SELECT nullif(current_setting('kontor.person', true), '')::uuid)`;
const service = `${setting('reach')} = 'service'`;

/**
 * Condition, by the service's copies alone, that a row which was read in the name-only view is within reach. For
 * statements whose kontor.reach is 'names', where the wall lets through more than that.
 */
export function reached(alias: string, policy: RowPolicy): string {
  return wall(alias, policy, 'read');
}

/** The cheapest conditions first: for the caller's own rows no table is asked. */
function wall(name: string, policy: RowPolicy, purpose: Purpose | 'names'): string {
  switch (policy.kind) {
    case 'internal':
      return service;
    case 'open':
      return `${setting('reach')} IN ('service', 'person', 'names')`;
    case 'personal':
      return `${service} OR ${name}.${policy.column} = ${person}`;
    case 'owned': {
      const { column, object } = policy;
      const names = `${setting('reach')} = 'names' AND (SELECT sees_names('${object}'))`;
      return [
        service,
        `${name}.${column} = ${person}`,
        `${name}.${column} IN (SELECT reached_owners('${object}'))`,
        `(SELECT reaches_all('${object}'))`,
        `${name}.id IN (SELECT shared_ids('${object}', '${purpose === 'write' ? 'write' : 'read'}'))`,
        ...(purpose === 'names' ? [names] : []),
      ].join(' OR ');
    }
    case 'follows': {
      // OFFSET 0 keeps Postgres from hashing every row of the followed table there is: it looks up the one by its id.
      const followed = `${name}_followed`;
      const inner = wall(followed, policy.policy, purpose);
      return (
        `${service} OR EXISTS (SELECT 1 FROM ${policy.table} ${followed} ` +
        `WHERE ${followed}.id = ${name}.${policy.column} AND (${inner}) OFFSET 0)`
      );
    }
  }
}
