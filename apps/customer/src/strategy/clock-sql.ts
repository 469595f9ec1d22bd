import { prospectStatuses } from './rules/room.js';
import type { Cutoffs } from './rules/due.js';
import type { OwnerClock } from './cutoffs.js';

const prospects = `(${prospectStatuses.map((status) => `'${status}'`).join(', ')})`;

/** Whether a customer counts as prospect; as the index of clocks has it. */
export const isProspect = (alias: string) => `${alias}.status IN ${prospects}`;

/** From when the idle clock of a prospect counts; as the index of clocks has it. */
export const idleStart = (alias: string) =>
  `greatest(coalesce(${alias}.assign_time, ${alias}.create_time), ${alias}.last_contact_time)`;

/** From when the no-deal clock counts. */
export const assigned = (alias: string) => `coalesce(${alias}.assign_time, ${alias}.create_time)`;

/** Columns of `clockRows`, of which `now` tells which are due and `warned` which will be. */
type Which = 'now' | 'warned';

/**
 * FROM item `g`: clocks as rows of owner, product line and cut-offs; `lines` are the product lines that have clocks of
 * their own. Appends to `params`.
 */
export function clockRows(clocks: readonly OwnerClock[], params: unknown[]): string {
  const column = (which: Which, cutoff: keyof Cutoffs) =>
    clocks.map((clock) => {
      const at = clock[which][cutoff];
      return at === undefined ? null : new Date(at).toISOString();
    });
  const arrays: [string, string, unknown[]][] = [
    ['owner_id', 'uuid', clocks.map(({ ownerId }) => ownerId)],
    ['line', 'text', clocks.map(({ productLine }) => productLine ?? null)],
    ['now_idle', 'timestamptz', column('now', 'idle')],
    ['now_no_deal', 'timestamptz', column('now', 'noDeal')],
    ['now_grace', 'timestamptz', column('now', 'grace')],
    ['warned_idle', 'timestamptz', column('warned', 'idle')],
    ['warned_no_deal', 'timestamptz', column('warned', 'noDeal')],
    ['warned_grace', 'timestamptz', column('warned', 'grace')],
  ];
  const from = arrays.map(([, type, values]) => `$${params.push(values)}::${type}[]`).join(', ');
  return `unnest(${from}) AS g (${arrays.map(([name]) => name).join(', ')})`;
}

/** Condition that a customer is a prospect of the row `g`. `linesAt` is the parameter of the product lines. */
export const ofClock = (alias: string, linesAt: string) =>
  `${alias}.owner_id = g.owner_id AND ${isProspect(alias)} AND g.line IS NOT DISTINCT FROM ` +
  `(CASE WHEN ${alias}.product_line = ANY (${linesAt}::text[]) THEN ${alias}.product_line END)`;

/** Condition that a prospect of `g` is due now, or will be when the warning ends: `isDueBy` in SQL. */
export const isDue = (alias: string, which: Which) =>
  `(${idleStart(alias)} <= g.${which}_idle OR ${assigned(alias)} <= g.${which}_no_deal) ` +
  `AND (${alias}.freeze_until IS NULL OR ${alias}.freeze_until <= g.${which}_grace)`;
