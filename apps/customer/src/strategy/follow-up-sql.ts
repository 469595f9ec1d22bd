import type { Transaction } from '@kontor/database/transaction';
import { cutoffRows, type ClockBook } from './clock-book.js';
import {
  assigned,
  clockRows,
  columnsOf,
  isProspectDue,
  type ClockRow,
  type CutoffColumns,
} from './clock-sql.js';
import { day } from './rules/clock.js';
import { ranOutAt } from './rules/due.js';

/** Setting, local to the transaction, in which the clocks of the moment stand. */
const setting = 'kontor.clocks';

/**
 * By which prospects are at risk: those that will have run out when a warning of now ends, warned of or not. `at` is the
 * moment, in epoch milliseconds.
 */
function riskRows({ clocks }: ClockBook, at: number): ClockRow<'risk'>[] {
  return cutoffRows(clocks, {
    risk: (strategy, standstill) => ranOutAt(at + strategy.warnDaysBefore * day, strategy, standstill),
  });
}

/** FROM item `g` of these clocks, and the state by it. Appends to `params`. */
export function riskClocks(
  clocks: ClockBook,
  at: number,
  params: unknown[],
): { from: string; state: string } {
  const { warned: _, ...risk } = columnsOf('risk');
  const from = clockRows(['risk'], riskRows(clocks, at), params);
  return { from, state: stateBy('r', risk) };
}

/**
 * Makes clocks known to the statements of this transaction, by owner and product line. They stand in a setting, not in
 * parameters: page tokens are bound to parameters, which must not move with the clock.
 */
export async function tellClocks(tx: Transaction, clocks: ClockBook, at: number): Promise<void> {
  const time = (one: number | undefined) => (one === undefined ? undefined : new Date(one).toISOString());
  const told: Record<string, object> = { lines: clocks.productLines };
  for (const { ownerId, productLine = '', cutoffs } of riskRows(clocks, at)) {
    const { idle, noDeal, grace } = cutoffs.risk;
    told[`${ownerId} ${productLine}`] = { idle: time(idle), deal: time(noDeal), grace: time(grace) };
  }
  await tx.query('SELECT set_config($1, $2, true)', [setting, JSON.stringify(told)]);
}

const clocks = `(SELECT current_setting('${setting}')::jsonb)`;

/** How a customer stands with its owner (F45), worked out in SQL; tellClocks() comes before. */
export function stateSql(r: string): string {
  const line = `(CASE WHEN ${clocks} -> 'lines' ? coalesce(${r}.product_line, '') THEN ${r}.product_line ELSE '' END)`;
  const by = (name: string) =>
    `(${clocks} -> (${r}.owner_id::text || ' ' || ${line}) ->> '${name}')::timestamptz`;
  return stateBy(r, { idle: by('idle'), noDeal: by('deal'), lost: by('lost'), grace: by('grace') });
}

/** The same with cut-offs that the statement has as columns. */
function stateBy(r: string, risk: CutoffColumns): string {
  return `CASE
    WHEN ${r}.owner_id IS NULL THEN CASE WHEN ${r}.reclaim_cause IS NOT NULL THEN 'reclaimed' ELSE 'new' END
    WHEN ${r}.status IN ('cooperating', 'dormant') THEN 'signed'
    WHEN ${r}.freeze_until > now() THEN 'frozen'
    WHEN ${isProspectDue(r, risk)} THEN 'at_risk'
    WHEN ${r}.next_contact_time < now() THEN 'overdue'
    WHEN ${r}.next_contact_time < now() + interval '1 day' THEN 'due'
    WHEN ${r}.last_contact_time IS NULL OR ${r}.last_contact_time < ${assigned(r)} THEN 'new'
    ELSE 'in_follow_up' END`;
}
