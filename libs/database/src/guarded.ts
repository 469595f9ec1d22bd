import type { RowPolicy } from '@kontor/access/row-policy';

/** A class of entities. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeORM builds entities by constructors of any shape
export type EntityClass<E> = new (...args: any[]) => E;

interface Guard {
  policy: RowPolicy;
  audited: boolean;
}

const guards = new Map<unknown, Guard>();

/**
 * Declares who may see the rows of an entity. Every entity of a service carries it, or the service does not start.
 * `audited: false` is for bookkeeping that is no one's record (copies, queues).
 */
export function Guarded(policy: RowPolicy, options: { audited?: boolean } = {}): ClassDecorator {
  return (entity) => {
    guards.set(entity, { policy, audited: options.audited ?? true });
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
