import type { RowPolicy } from '@kontor/access/row-policy';

/** A class of entities. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeORM builds entities by constructors of any shape
export type EntityClass<E> = new (...args: any[]) => E;

interface Guard {
  policy: RowPolicy;
  audited: boolean;
  walled: boolean;
}

const guards = new Map<unknown, Guard>();

/**
 * Declares who may see the rows of an entity. Every entity of a service carries it, or the service does not start.
 * `audited: false` is for bookkeeping that is no one's record (copies, queues). `walled: false` leaves a table without
 * row-level security: only for the copies that the wall itself asks.
 */
export function Guarded(
  policy: RowPolicy,
  { audited = true, walled = true }: { audited?: boolean; walled?: boolean } = {},
): ClassDecorator {
  return (entity) => {
    guards.set(entity, { policy, audited, walled });
  };
}

/** The guard of an entity. */
export function guardOf(entity: unknown): Guard {
  const guard = guards.get(entity);
  if (!guard)
    throw new Error(
      `Entity ${(entity as { name?: string }).name ?? String(entity)} has no @Guarded row policy`,
    );
  return guard;
}
