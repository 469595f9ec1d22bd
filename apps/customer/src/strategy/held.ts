import type { Transaction } from '@kontor/database/transaction';
import { Room } from './rules/room.js';
import type { StrategyBook } from './strategy-book.js';

/**
 * How many prospects people hold, frozen ones included. Their counters are locked until the transaction ends, in one
 * order for all, so that no two of them find the same room. Customers are locked before counters, everywhere. Read by a
 * statement of its own: what the holder of the lock before has changed must be seen.
 */
export async function lockHeld(tx: Transaction, personIds: readonly string[]): Promise<Map<string, number>> {
  const ids = [...new Set(personIds)].sort();
  if (ids.length === 0) return new Map();
  const [, rows] = await Promise.all([
    tx.query(
      `INSERT INTO holding_kept AS h (person_id, held) SELECT id, 0 FROM unnest($1::uuid[]) AS wanted (id) ORDER BY id
       ON CONFLICT (person_id) DO UPDATE SET held = h.held`,
      [ids],
    ),
    tx.query<{ person_id: string; held: number }>(
      'SELECT person_id, held FROM holding WHERE person_id = ANY ($1::uuid[])',
      [ids],
    ),
  ]);
  return new Map(rows.map(({ person_id, held }) => [person_id, held]));
}

/** Room for new prospects of people; counters are locked of those who have a cap, of `also` in any case. */
export async function lockRoom(
  tx: Transaction,
  book: StrategyBook,
  personIds: readonly string[],
  also: readonly string[] = [],
): Promise<Room> {
  const caps = new Map([...personIds, ...also].map((id) => [id, book.capOf(tx, id)]));
  const capped = [...caps.keys()].filter((id) => caps.get(id) !== undefined || also.includes(id));
  return new Room(await lockHeld(tx, capped), (id) => caps.get(id));
}
