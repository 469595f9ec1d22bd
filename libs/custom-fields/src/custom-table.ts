import type { DataSource, EntityMetadata } from 'typeorm';
import { objectEntity } from '@kontor/database/object-entity';

/**
 * The entity of an object's records in a service: what rights call so, or what stands in the table of that name.
 * Undefined where the service has none.
 */
export function entityOfObject(dataSource: DataSource, object: string): EntityMetadata | undefined {
  const guarded = objectEntity(dataSource, object);
  if (guarded) return dataSource.getMetadata(guarded);
  return dataSource.entityMetadatas.find(({ tableName }) => tableName === object.replaceAll('-', '_'));
}

/** The table of an object's records, where these have custom fields. */
export function customTable(dataSource: DataSource, object: string): string | undefined {
  const entity = entityOfObject(dataSource, object);
  return entity?.columns.some(({ propertyName }) => propertyName === 'custom') ? entity.tableName : undefined;
}

/** Whether any records of a service have custom fields. */
export function hasCustomTables(dataSource: DataSource): boolean {
  return dataSource.entityMetadatas.some(({ columns }) =>
    columns.some(({ propertyName }) => propertyName === 'custom'),
  );
}
