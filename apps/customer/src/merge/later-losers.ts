import type { Transaction } from '@kontor/database/transaction';
import type { Customer } from '../customer/customer.entity.js';
import { CustomerMerge } from './merge.entity.js';
import { restoredFields } from './owner-back.js';
import { heldValues, holdable } from './rules/held-values.js';

/**
 * Takes what a merge gave its winner also out of that winner where it became part of another since: its row waits in the
 * later merge, and comes back without what went home before.
 */
export async function restoreLaterLosers(
  tx: Transaction,
  merge: CustomerMerge,
  winnerId: string,
): Promise<void> {
  const later = await tx.select(
    CustomerMerge,
    `r.winner_id = $1 AND r.id > $2 AND r.state = 'merged' AND r.moved @> $3::jsonb`,
    [winnerId, merge.id, JSON.stringify([{ table: 'customer_merge', column: 'winner_id', ids: [merge.id] }])],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const one of later) {
    const values = restoredFields(asRecord(one.loser, Object.keys(merge.after)), merge);
    if (Object.keys(values).length > 0)
      tx.update(CustomerMerge, one, { loser: { ...one.loser, ...asColumns(values) } });
  }
}

/** Merges into the customer that is restored: they go home with it. */
function goingHome({ moved }: CustomerMerge): string[] {
  return moved.flatMap(({ table, ids = [] }) => (table === 'customer_merge' ? ids : []));
}

const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * What an undo gives the winner back, less what another customer says, too, that is still merged into it: that holds on,
 * and is that merge's to take back. To be called after restoreLaterLosers().
 */
export async function valuesToGiveBack(
  tx: Transaction,
  merge: CustomerMerge,
  winner: Customer,
): Promise<Partial<Customer>> {
  const values = restoredFields(winner, merge);
  if (!holdable.some((name) => name in values)) return values;
  const others = await tx.select(
    CustomerMerge,
    `r.winner_id = $1 AND r.id <> $2 AND r.state = 'merged' AND r.id <> ALL ($3::uuid[])`,
    [winner.id, merge.id, goingHome(merge)],
    'ORDER BY r.id FOR NO KEY UPDATE OF r',
  );
  for (const one of others) {
    const held = heldValues(winner, values, asRecord(one.loser, holdable));
    if (Object.keys(held).length === 0) continue;
    const without = Object.fromEntries(
      Object.keys(held).map((name) => [name, values[name as keyof Customer] ?? null]),
    );
    tx.update(CustomerMerge, one, {
      before: { ...one.before, ...without },
      after: { ...one.after, ...held },
    });
    Object.assign(values, held);
  }
  if (values.addresses) values.city = values.addresses[0]?.city ?? '';
  return values;
}

/** Fields of a row, with times as entities have them. */
function asRecord(row: object, names: readonly string[]): Customer {
  const columns = row as Record<string, unknown>;
  const fields = names.map((name) => {
    const value = columns[columnOf(name)];
    const isTime = typeof value === 'string' && /(Time|Until)$/.test(name);
    return [name, isTime ? new Date(value).toISOString() : (value ?? undefined)];
  });
  return Object.fromEntries(fields) as unknown as Customer;
}

function asColumns(values: Partial<Customer>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [columnOf(name), (value as unknown) ?? null]),
  );
}
