import { markNameOnly } from '@kontor/access/name-only';
import type { EntityTable } from './entity-table.js';
import { loneSelect, type SelectParts } from './lone-select.js';
import type { Transaction } from './transaction.js';

/** Tells, in a selected row, whether the caller reaches it; taken out before anybody sees it. */
const flag = 'withinReach';

/** What a SELECT of the name-only view has besides one of whole rows. */
export interface NameView {
  /** Select list of the rows found; only the statement itself sees it. */
  columns: string;
  /** What of it leaves the database: of rows beyond reach the columns of the view, the others as NULL. */
  shown: string;
}

/**
 * The columns of the name-only view. `condition` says of a row, which is `r`, whether the caller reaches it. `names`
 * are the fields shown of the others, and may name more than the table has.
 */
export function nameView(table: EntityTable, names: readonly string[], condition: string): NameView {
  const properties = [...table.properties];
  if (table.versioned) properties.push('etag');
  const shown = properties.map((property) =>
    names.includes(property)
      ? `found."${property}"`
      : `CASE WHEN found."${flag}" THEN found."${property}" END AS "${property}"`,
  );
  return {
    columns: `${table.selectList}, (${condition}) AS "${flag}"`,
    shown: [...shown, `found."${flag}"`].join(', '),
  };
}

/** Marks a row of the view that lies beyond reach, and takes from it what the view does not show. */
export function asNamed<E extends object>(row: E, names: readonly string[]): E {
  const values = row as Record<string, unknown>;
  const reached = values[flag] === true;
  const drop = (property: string) => delete values[property];
  drop(flag);
  if (reached) return row;
  for (const property of Object.keys(values)) if (!names.includes(property)) drop(property);
  return markNameOnly(row);
}

/** Sends a SELECT for which row-level security lets names through, and for this one only. Appends to `values`. */
export async function beyondReach<R extends object>(
  { call, run, lone }: Pick<Transaction, 'call' | 'run' | 'lone'>,
  parts: SelectParts,
  values: unknown[],
): Promise<R[]> {
  const text = loneSelect(parts, { person: call.caller.personId, reach: 'names' }, values);
  if (lone) return lone.run<R>(text, values);
  // Both are on their way before anything else can be.
  const [rows] = await Promise.all([
    run<R>(text, values),
    run(`SELECT set_config('kontor.reach', 'person', true)`, []),
  ]);
  return rows;
}
