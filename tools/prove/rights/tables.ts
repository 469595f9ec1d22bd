import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { follows, owned } from '@kontor/access/row-policy';
import { Guarded, type EntityClass } from '@kontor/database/guarded';
import type { ObjectName } from './company.ts';

// Decorators are called as the functions that they are: Node runs these files as they stand.

/** A record with an owner, or with a keeper where nobody owns it: `ownerId` is among whose records it counts. */
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
  Guarded(owned('guardian_id', object, 'owner_id'))(entity);
}
PrimaryColumn('uuid')(Deal.prototype, 'id');
Column({
  type: 'uuid',
  name: 'guardian_id',
  generatedType: 'STORED',
  asExpression: 'coalesce(owner_id, keeper_id)',
})(Deal.prototype, 'ownerId');
Column('text')(Deal.prototype, 'name');
Column('text')(Deal.prototype, 'status');
Column('integer')(Deal.prototype, 'rank');

Entity('note')(Note);
Guarded(follows('parent_id', 'deal', owned('guardian_id', 'customer', 'owner_id')))(Note);
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
    const columns = `id uuid PRIMARY KEY, owner_id uuid, keeper_id uuid, name text NOT NULL, status text NOT NULL,
      rank integer NOT NULL, guardian_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(owner_id, keeper_id)) STORED`;
    await runner.query(`
      CREATE TABLE deal (${columns});
      CREATE TABLE talk (${columns});
      CREATE INDEX deal_owner ON deal (guardian_id);
      CREATE INDEX talk_owner ON talk (guardian_id);
      CREATE TABLE note (id uuid PRIMARY KEY, parent_id uuid NOT NULL REFERENCES deal);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note, talk, deal');
  }
}
