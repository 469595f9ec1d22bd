/** The settings that row-level security asks for, local to one transaction. */
export interface CallerSettings {
  person: string;
  reach: string;
}

/** The parts of a SELECT from one table, which is `r` in all of them. */
export interface SelectParts {
  columns: string;
  table: string;
  where: string;
  /** Order, limit. */
  tail: string;
  /** What is shown of what is found, which is `found` in it; all without. */
  shown?: string;
}

/** A SELECT within a transaction that has the caller's settings. */
export function plainSelect({ columns, table, where, tail }: SelectParts): string {
  return `SELECT ${columns} FROM ${table} r WHERE ${where} ${tail}`;
}

/**
 * A SELECT that sets the caller's settings itself, so that one statement is the whole transaction: no BEGIN, no COMMIT.
 * The condition on `caller` stands inside the LATERAL query, and OFFSET 0 keeps it from being pulled up: the settings
 * are made before the first row of the table is looked at. Were they not, row-level security would show nothing.
 * Appends to `values`.
 */
export function loneSelect(parts: SelectParts, { person, reach }: CallerSettings, values: unknown[]): string {
  const { columns, table, where, tail, shown = 'found.*' } = parts;
  const personAt = values.push(person);
  const reachAt = values.push(reach);
  return (
    `WITH caller AS MATERIALIZED (SELECT set_config('kontor.person', $${personAt}, true) AS person, ` +
    `set_config('kontor.reach', $${reachAt}, true) AS reach) ` +
    `SELECT ${shown} FROM caller CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} r ` +
    `WHERE caller.person IS NOT NULL AND caller.reach <> '' AND ${where} ${tail} OFFSET 0) found`
  );
}
