import type { Transaction } from '@kontor/database/transaction';
import { assigned, idleStart, isProspect } from './clock-sql.js';
import { clocksOf } from './cutoffs.js';
import { holders } from './holders.js';
import { databaseTime } from './reclaim.js';
import type { StrategyBook } from './strategy-book.js';

/** Setting, local to the transaction, in which the clocks of the moment stand. */
const setting = 'kontor.clocks';

/**
 * Makes the clocks of all whom the caller reaches known to the statements of this transaction, by owner and product line.
 * They stand in a setting, not in parameters: page tokens are bound to parameters, which must not move with the clock.
 */
export async function tellClocks(tx: Transaction, book: StrategyBook): Promise<void> {
  const { owners } = tx.reach('customer');
  const settings = book.at(tx.now);
  const clocks = settings.length
    ? await clocksOf(tx, book, await holders(tx, owners), { at: await databaseTime(tx), settings })
    : [];
  const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  const byOwner: Record<string, object> = {};
  for (const { ownerId, productLine, warned, strategy } of clocks) {
    if (!strategy.idleReclaim && !strategy.noDealReclaim) continue;
    const cutoffs = { idle: time(warned.idle), deal: time(warned.noDeal), grace: time(warned.grace) };
    byOwner[`${ownerId} ${productLine ?? ''}`] = cutoffs;
  }
  const lines = settings.filter(({ scope }) => scope === 'product_line').map(({ scopeId }) => scopeId);
  await tx.query('SELECT set_config($1, $2, true)', [setting, JSON.stringify({ lines, owners: byOwner })]);
}

const clocks = `(SELECT current_setting('${setting}')::jsonb)`;

/** How a customer stands with its owner (F45), worked out in SQL; tellClocks() comes before. */
export function stateSql(r: string): string {
  const line = `(CASE WHEN ${clocks} -> 'lines' ? coalesce(${r}.product_line, '') THEN ${r}.product_line ELSE '' END)`;
  const clock = `(${clocks} -> 'owners' -> (${r}.owner_id::text || ' ' || ${line}))`;
  const by = (name: string) => `(${clock} ->> '${name}')::timestamptz`;
  return `CASE
    WHEN ${r}.owner_id IS NULL THEN CASE WHEN ${r}.reclaim_cause IS NOT NULL THEN 'reclaimed' ELSE 'new' END
    WHEN ${r}.status IN ('cooperating', 'dormant') THEN 'signed'
    WHEN ${r}.freeze_until > now() THEN 'frozen'
    WHEN ${isProspect(r)} AND (${idleStart(r)} <= ${by('idle')} OR ${assigned(r)} <= ${by('deal')})
      AND (${r}.freeze_until IS NULL OR ${r}.freeze_until <= ${by('grace')}) THEN 'at_risk'
    WHEN ${r}.next_contact_time < now() THEN 'overdue'
    WHEN ${r}.next_contact_time < now() + interval '1 day' THEN 'due'
    WHEN ${r}.last_contact_time IS NULL OR ${r}.last_contact_time < ${assigned(r)} THEN 'new'
    ELSE 'in_follow_up' END`;
}
