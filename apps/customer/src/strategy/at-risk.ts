import type { Transaction } from '@kontor/database/transaction';
import type { Clock } from './clock-book.js';
import { assigned, idleStart, isProspect } from './clock-sql.js';
import { aheadAt } from './rules/due.js';
import type { Clocks } from './usual-clocks.js';

/** Prospects that are looked at one by one; where more may be at risk, the list is gone through in its order. */
const mostAtOnce = 3_000;

/** Prospects of some people, or of everybody, with clocks of one strategy. */
interface Group {
  clocks: readonly Clock[];
  ownerIds: readonly string[] | undefined;
}

/**
 * Ids of all prospects that may be at risk, and of some more; undefined where they are many. Found by how long they have
 * been silent or held, under the usual clocks whoever has them: what this costs grows with them, not with the others. `at`
 * is the moment, in epoch milliseconds.
 */
export async function mayBeAtRisk(
  tx: Transaction,
  { book, usual }: Clocks,
  at: number,
  most = mostAtOnce,
): Promise<string[] | undefined> {
  const apart = Map.groupBy(book.clocks, ({ strategy }) => strategy);
  const groups: Group[] = [
    { clocks: usual, ownerIds: undefined },
    ...[...apart.values()].map((clocks) => ({ clocks, ownerIds: clocks.map(({ ownerId }) => ownerId) })),
  ];
  const params: unknown[] = [];
  const queries = groups.flatMap(({ clocks, ownerIds }) => {
    const cutoffs = clocks.flatMap(({ strategy, standstill }) =>
      standstill ? aheadAt(at, strategy, standstill) : [],
    );
    const since = (start: string, times: readonly (number | undefined)[]): string[] => {
      const latest = Math.max(...times.flatMap((time) => time ?? []));
      if (latest === -Infinity) return [];
      const whose = ownerIds ? `r.owner_id = ANY ($${params.push(ownerIds)}::uuid[]) AND ` : '';
      const cutoff = `$${params.push(new Date(latest).toISOString())}::timestamptz`;
      return [
        `(SELECT r.id FROM customer r WHERE ${whose}${isProspect('r')} AND ${start} <= ${cutoff}
          ORDER BY ${start} LIMIT ${most + 1})`,
      ];
    };
    return [
      ...since(
        idleStart('r'),
        cutoffs.map(({ idle }) => idle),
      ),
      ...since(
        assigned('r'),
        cutoffs.map(({ noDeal }) => noDeal),
      ),
    ];
  });
  if (queries.length === 0) return [];
  const found = await tx.query<{ id: string }>(
    `SELECT id FROM (${queries.join(' UNION ')}) found LIMIT ${most + 1}`,
    params,
  );
  return found.length > most ? undefined : found.map(({ id }) => id);
}
