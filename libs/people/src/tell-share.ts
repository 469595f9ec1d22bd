import type { Share } from '@kontor/contracts/gen/kontor/access/v1/access';
import type { Transaction } from '@kontor/database/transaction';

/** A share as it is stored. */
export interface StoredShare extends Share {
  /** See ShareRevision1700000000040. */
  revision: number;
}

/** SQL for the revision of a share that changes now; `before` is SQL for the one that it has. */
export const nextRevision = (before: string) =>
  `greatest(${before} + 1, extract(epoch FROM clock_timestamp())::integer)`;

/** Tells the other services and live views that a share changed, or ended; replicas learn of it by a trigger. */
export function tellShare(tx: Transaction, { revision, ...share }: StoredShare, ended: boolean): void {
  // Thousandths of a second, as this was told when it was the time of the change.
  const version = String(revision * 1000);
  const aggregate = { id: share.id, version: revision };
  tx.emit('kontor.access.v1.ShareChanged', aggregate, { share: withoutNull(share), ended, version });
}

/** A share without the end that it has not. */
export function withoutNull({ endTime, ...share }: Share): Share {
  return { ...share, ...(endTime && { endTime }) };
}
