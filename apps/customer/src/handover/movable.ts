import type { DataSource } from 'typeorm';
import { guardOf } from '@kontor/database/guarded';
import { contract } from '@kontor/schema/contract';

/** Objects of this service that hand-overs move. */
export const movable: readonly string[] = ['customer'];

/** Throws, and the service does not start, where rows have an owner and would stay behind when the owner leaves. */
export function checkEveryOwnedMoves(dataSource: DataSource): void {
  for (const { target, tableName } of dataSource.entityMetadatas) {
    const { policy } = guardOf(target);
    if (policy.kind !== 'owned' || !contract.object(policy.object)?.owned) continue;
    if (!movable.includes(policy.object)) throw new Error(`No hand-over moves the rows of ${tableName}`);
  }
}
