import type { Caller } from './caller.js';
import type { Reach } from './organisation.js';

/** Which rows of a table a caller may see and change. */
export type RowPolicy =
  | { kind: 'owned'; column: string }
  | { kind: 'follows'; column: string; table: string; policy: RowPolicy }
  | { kind: 'personal'; column: string }
  | { kind: 'open' }
  | { kind: 'internal' };

/** Rows of an owner: seen by the owner and everyone above the owner. `column` holds the owner's id. */
export const owned = (column: string): RowPolicy => ({ kind: 'owned', column });

/** Rows that belong to a row of another table of the service and are seen by whoever sees that one. */
export const follows = (column: string, table: string, policy: RowPolicy): RowPolicy => ({
  kind: 'follows',
  column,
  table,
  policy,
});

/** Rows for one person only, such as notices; not even superiors see them. */
export const personal = (column: string): RowPolicy => ({ kind: 'personal', column });

/** Rows that everybody who is signed in may see, such as units. */
export const open = (): RowPolicy => ({ kind: 'open' });

/** Rows that no person sees, only the service itself. */
export const internal = (): RowPolicy => ({ kind: 'internal' });

/**
 * SQL condition that keeps the rows the caller may see. Explicit in every statement, so that indexes on the
 * owner's column are used; row-level security stands behind it. Appends to `params`.
 * `alias` is how the statement names the table.
 */
export function predicate(
  policy: RowPolicy,
  caller: Caller,
  reach: Reach,
  alias: string,
  params: unknown[],
): string {
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
      if (reach === 'all') return 'TRUE';
      if (reach.length === 1) return `${alias}.${policy.column} = $${params.push(reach[0])}::uuid`;
      return `${alias}.${policy.column} = ANY ($${params.push(reach)}::uuid[])`;
    case 'follows': {
      // Each level of following has a name of its own, lest the inner one hide the outer one.
      const followed = `${alias}_followed`;
      const inner = predicate(policy.policy, caller, reach, followed, params);
      if (inner === 'TRUE' || inner === 'FALSE') return inner;
      return `EXISTS (SELECT 1 FROM ${policy.table} ${followed} WHERE ${followed}.id = ${alias}.${policy.column} AND ${inner})`;
    }
  }
}

/**
 * DDL that makes Postgres itself hide the rows: the wall behind the predicate. Owner and application role
 * alike are bound (FORCE); the settings kontor.person and kontor.reach are local to the transaction, and
 * without them nothing is visible. Names who is below whom from the service's own copy of people.
 */
export function rowSecurity(table: string, policy: RowPolicy): string[] {
  return [
    `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY caller ON ${table} USING (${wall(table, policy)})`,
  ];
}

const setting = (name: string) => `(SELECT current_setting('kontor.${name}', true))`;
const person = `(SELECT nullif(current_setting('kontor.person', true), '')::uuid)`;

function wall(table: string, policy: RowPolicy): string {
  const everyRow = seesEveryRow(policy);
  switch (policy.kind) {
    case 'internal':
    case 'open':
      return everyRow;
    case 'personal':
      return `${everyRow} OR ${policy.column} = ${person}`;
    case 'owned':
      return (
        `${everyRow} OR ${policy.column} = ${person} OR ` +
        `${policy.column} IN (SELECT person_id FROM reporting_line WHERE superior_id = ${person})`
      );
    case 'follows':
      // The followed table's own wall decides whether its row is found.
      return `${everyRow} OR EXISTS (SELECT 1 FROM ${policy.table} followed WHERE followed.id = ${table}.${policy.column})`;
  }
}

/** Condition under which rows need not be looked at one by one. */
function seesEveryRow(policy: RowPolicy): string {
  switch (policy.kind) {
    case 'follows':
      return seesEveryRow(policy.policy);
    case 'owned':
      return `${setting('reach')} IN ('service', 'all')`;
    case 'open':
      return `${setting('reach')} IN ('service', 'all', 'line')`;
    case 'personal':
    case 'internal':
      return `${setting('reach')} = 'service'`;
  }
}
