import type { EntityClass } from '@kontor/database/guarded';
import { guardOf } from '@kontor/database/guarded';
import { contract } from '@kontor/schema/contract';

/**
 * Throws, and the service does not start, where rows have an owner and the contract does not say whether they change
 * hands when the owner leaves: identity would not ask this service for them, and they would stay with who left.
 */
export function checkOwnedObjects(entities: readonly EntityClass<object>[]): void {
  for (const entity of entities) {
    const { policy } = guardOf(entity);
    if (policy.kind !== 'owned' || contract.object(policy.object)?.owned !== undefined) continue;
    throw new Error(
      `Rows of ${entity.name} have an owner: say of ${policy.object} in the contract whether it is owned`,
    );
  }
}
