import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { follows, owned } from '@kontor/access/row-policy';
import { Guarded, type EntityClass } from '@kontor/database/guarded';
import type { ObjectName } from './company.ts';

// Decorators are called as the functions that they are: Node runs these files as they stand.

/** A record with an owner. */
export class Deal {
  declare id: string;
  declare ownerId: string;
  declare name: string;
  declare status: string;
  declare rank: number;
}

/** Another kind of record with an owner, on which roles give other rights. */
export class Talk extends Deal {}

/** Belongs to a deal. */
export class Note {
  declare id: string;
  declare parentId: string;
}

for (const [entity, table, object] of [
  [Deal, 'deal', 'customer'],
  [Talk, 'talk', 'interaction'],
] as const) {
  Entity(table)(entity);
  Guarded(owned('owner_id', object))(entity);
}
PrimaryColumn('uuid')(Deal.prototype, 'id');
Column('uuid')(Deal.prototype, 'ownerId');
Column('text')(Deal.prototype, 'name');
Column('text')(Deal.prototype, 'status');
Column('integer')(Deal.prototype, 'rank');

Entity('note')(Note);
Guarded(follows('parent_id', 'deal', owned('owner_id', 'customer')))(Note);
PrimaryColumn('uuid')(Note.prototype, 'id');
Column('uuid')(Note.prototype, 'parentId');

export const entities: EntityClass<object>[] = [Deal, Talk, Note];

/** Where the records of an object stand. */
export const tableOfObject: Record<ObjectName, { table: string; entity: EntityClass<Deal> }> = {
  customer: { table: 'deal', entity: Deal },
  interaction: { table: 'talk', entity: Talk },
};

/** The three tables; their walls come from @Guarded. */
export class Records1700000000009 implements MigrationInterface {
  name = 'Records1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    const columns =
      'id uuid PRIMARY KEY, owner_id uuid NOT NULL, name text NOT NULL, status text NOT NULL, rank integer NOT NULL';
    await runner.query(`
      CREATE TABLE deal (${columns});
      CREATE TABLE talk (${columns});
      CREATE INDEX deal_owner ON deal (owner_id);
      CREATE INDEX talk_owner ON talk (owner_id);
      CREATE TABLE note (id uuid PRIMARY KEY, parent_id uuid NOT NULL REFERENCES deal);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note, talk, deal');
  }
}
