import type { DataSource, EntityMetadata } from 'typeorm';
import type { RowPolicy } from '@kontor/access/row-policy';
import { guardOf, type EntityClass } from './guarded.js';

/** One column: where it stands in the entity and in the table, and how a value gets there. */
export interface TableColumn {
  property: string;
  column: string;
  /** Postgres type, for arrays of values in bulk inserts. */
  type: string;
  nullable: boolean;
}

/** What the unit of work needs to know of an entity's table, worked out once. */
export interface EntityTable {
  name: string;
  /** Those that are written. */
  columns: readonly TableColumn[];
  /** Select list: every column by its property name, those that the database works out too, and the version as etag. */
  selectList: string;
  /** Whether rows carry a version, and so an etag and guarded updates. */
  versioned: boolean;
  policy: RowPolicy;
  audited: boolean;
  nullableProperties: readonly string[];
  /** Every property that the select list gives, but for the etag. */
  properties: readonly string[];
}

const tables = new WeakMap<DataSource, Map<unknown, EntityTable>>();

/** The table of an entity. */
export function tableOf<E>(dataSource: DataSource, entity: EntityClass<E>): EntityTable {
  let known = tables.get(dataSource);
  if (!known) tables.set(dataSource, (known = new Map()));
  let table = known.get(entity);
  if (!table) known.set(entity, (table = describe(dataSource.getMetadata(entity), entity)));
  return table;
}

function describe(metadata: EntityMetadata, entity: unknown): EntityTable {
  const all = metadata.columns.map((column) => ({
    property: column.propertyName,
    column: column.databaseName,
    type: metadata.connection.driver.normalizeType(column),
    nullable: column.isNullable,
    generated: column.generatedType !== undefined,
  }));
  const columns = all.filter(({ generated }) => !generated);
  const versioned = columns.some(({ property }) => property === 'version');
  const { policy, audited } = guardOf(entity);
  return {
    name: metadata.tableName,
    columns,
    selectList:
      all.map(({ property, column }) => `r.${column} AS "${property}"`).join(', ') +
      (versioned ? ', r.version::text AS "etag"' : ''),
    versioned,
    policy,
    audited,
    properties: all.map(({ property }) => property),
    nullableProperties: columns.filter(({ nullable }) => nullable).map(({ property }) => property),
  };
}

/** The value of a property as the driver wants it: JSON columns as text. */
export function columnValue(row: object, { property, type }: TableColumn): unknown {
  const value = (row as Record<string, unknown>)[property];
  if (value === undefined) return null;
  return type === 'jsonb' ? JSON.stringify(value) : value;
}

/** Turns NULL into absence, as messages have it. */
export function withoutNulls<E>(row: E, { nullableProperties }: EntityTable): E {
  const values = row as Record<string, unknown>;
  for (const property of nullableProperties) if (values[property] === null) values[property] = undefined;
  return row;
}
