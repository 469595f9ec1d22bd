import type { FollowUpState } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
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
import { aheadAt, type Cutoffs } from './rules/due.js';
import type { Clocks } from './usual-clocks.js';

/** Setting, local to the transaction, in which the clocks of the moment stand. */
const setting = 'kontor.clocks';

/**
 * By which prospects are at risk, clock by clock: those that will have run out when a warning of now ends, warned of or
 * not. `at` is the moment, in epoch milliseconds.
 */
function riskRows({ clocks }: ClockBook, at: number): ClockRow<'risk'>[] {
  return cutoffRows(clocks, { risk: (strategy, standstill) => aheadAt(at, strategy, standstill) });
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
 * Makes clocks known to the statements of this transaction, by owner and product line, the usual ones by product line. They
 * stand in a setting, not in parameters: page tokens are bound to parameters, which must not move with the clock.
 */
export async function tellClocks(tx: Transaction, { book, apart, usual }: Clocks, at: number): Promise<void> {
  const time = (one: number | undefined) => (one === undefined ? undefined : new Date(one).toISOString());
  const times = ({ idle, noDeal, grace }: Cutoffs) => ({
    idle: time(idle),
    deal: time(noDeal),
    grace: time(grace),
  });
  const told: Record<string, object> = { lines: book.productLines };
  for (const { productLine = '', strategy, standstill } of usual)
    told[` ${productLine}`] = standstill ? times(aheadAt(at, strategy, standstill)) : {};
  // Whom nothing is taken from has no clock, and not the usual one either.
  if (usual.length > 0)
    for (const id of apart) for (const line of ['', ...book.productLines]) told[`${id} ${line}`] = {};
  for (const { ownerId, productLine = '', cutoffs } of riskRows(book, at))
    told[`${ownerId} ${productLine}`] = times(cutoffs.risk);
  await tx.query('SELECT set_config($1, $2, true)', [setting, JSON.stringify(told)]);
}

const clocks = `(SELECT current_setting('${setting}')::jsonb)`;

/** How a customer stands with its owner (F45), worked out in SQL; tellClocks() comes before. */
export function stateSql(r: string): string {
  const line = `(CASE WHEN ${clocks} -> 'lines' ? coalesce(${r}.product_line, '') THEN ${r}.product_line ELSE '' END)`;
  const clock = `coalesce(${clocks} -> (${r}.owner_id::text || ' ' || ${line}), ${clocks} -> (' ' || ${line}))`;
  const by = (name: string) => `(${clock} ->> '${name}')::timestamptz`;
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

/** What can be told of the rows of a state without its clocks, so that indexes find them. */
const tells: Partial<Record<FollowUpState, string>> = {
  overdue: 'r.next_contact_time < now()',
  due: "r.next_contact_time >= now() AND r.next_contact_time < now() + interval '1 day'",
  frozen: 'r.freeze_until > now()',
  reclaimed: 'r.owner_id IS NULL',
  signed: "r.status IN ('cooperating', 'dormant')",
};

/** Conditions that a customer `r` is in one of the states, which are `$1`; none where no state is asked for. */
export function stateConditions(states: readonly FollowUpState[]): string[] {
  if (states.length === 0) return [];
  const [only] = states;
  const told = states.length === 1 && only ? tells[only] : undefined;
  return [...(told ? [told] : []), `(${stateSql('r')}) = ANY ($1::text[])`];
}

/** Whether hardly any customer is in one of these states: then their own indexes find them, not the order of the list. */
export const areRare = (states: readonly FollowUpState[]): boolean =>
  states.length > 0 && states.every((state) => state === 'frozen' || state === 'reclaimed');
