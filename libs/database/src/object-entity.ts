import type { DataSource } from 'typeorm';
import { guardOf, type EntityClass } from './guarded.js';

/**
 * The entity whose policy names an object of rights: rows with an owner, or rows that everybody sees and of which only
 * fields are guarded. Undefined where the service has none.
 */
export function objectEntity(
  dataSource: DataSource,
  object: string,
): EntityClass<{ id: string }> | undefined {
  const found = dataSource.entityMetadatas.find(({ target }) => {
    const { policy } = guardOf(target);
    return 'object' in policy && policy.object === object;
  });
  return found?.target as EntityClass<{ id: string }> | undefined;
}
