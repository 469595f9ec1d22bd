import type { EntityClass } from '@kontor/database/guarded';
import { guardOf } from '@kontor/database/guarded';
import { contract } from '@kontor/schema/contract';

/**
 * Throws, and the service does not start, where rows have an owner and the contract does not say whether they change
 * hands when the owner leaves: identity would not ask this service for them, and they would stay with who left. Rows of
 * another service's object are a copy: that service moves them, they follow by its events and leave no audit rows here.
 */
export function checkOwnedObjects(entities: readonly EntityClass<object>[], service: string): void {
  for (const entity of entities) {
    const { policy, audited } = guardOf(entity);
    if (policy.kind !== 'owned') continue;
    const object = contract.object(policy.object);
    if (object?.owned === undefined)
      throw new Error(
        `Rows of ${entity.name} have an owner: say of ${policy.object} in the contract whether it is owned`,
      );
    if (object.service !== service && audited)
      throw new Error(
        `Rows of ${entity.name} are a copy of ${policy.object}, which ${object.service} owns and audits`,
      );
  }
}
