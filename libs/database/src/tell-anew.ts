import type { Call } from '@kontor/access/call';
import type { Transaction } from './transaction.js';
import type { UnitOfWork } from './unit-of-work.js';

/**
 * Table of records that are to be told of once more, as they are. A migration of the service that owns them makes it and
 * fills it where other services begin to copy what they did not copy before: what they know lacks it until then.
 */
export const toTellTable =
  'CREATE TABLE to_tell (kind text COLLATE "C" NOT NULL, id uuid NOT NULL, PRIMARY KEY (kind, id))';

/** Locks records of one kind, and tells of those that are there still by the event by which their changes are told. */
export type Teller = (tx: Transaction, ids: readonly string[]) => Promise<void>;

/** Records that are told of in one transaction. */
const batchSize = 200;

/**
 * Tells of some records that wait for it, each once: what it takes from the table and the events are one transaction, and
 * several replicas take different ones. The version is the one that was told before: whoever copies them takes from the
 * same version what it did not copy then. Resolves to whether there may be more.
 */
export function tellAnew(
  work: UnitOfWork,
  call: Call,
  tellers: Readonly<Record<string, Teller>>,
): Promise<boolean> {
  return work.write(call, async (tx) => {
    const taken = await tx.query<{ kind: string; id: string }>(
      `DELETE FROM to_tell WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM to_tell ORDER BY kind, id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)) RETURNING kind, id`,
    );
    for (const [kind, rows] of Map.groupBy(taken, (row) => row.kind)) {
      const tell = tellers[kind];
      if (!tell) throw new Error(`Nobody tells of ${kind}`);
      await tell(
        tx,
        rows.map(({ id }) => id),
      );
    }
    return taken.length === batchSize;
  });
}
