import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { follows, internal, open, owned, personal, type RowPolicy } from '@kontor/access/row-policy';
import { Guarded } from '../src/guarded.js';

// Names of fields come from the contract, so that desks pass for an object that is in it.
const deskPolicy = owned('owner_id', 'customer');
const drawerPolicy = follows('parent_id', 'desk', deskPolicy);
const paperPolicy = follows('parent_id', 'drawer', drawerPolicy);
const diaryPolicy = personal('person_id');
const stickerPolicy = follows('parent_id', 'diary', diaryPolicy);

/** Every policy by the table that has it. */
export const policies: Record<string, RowPolicy> = {
  desk: deskPolicy,
  drawer: drawerPolicy,
  paper: paperPolicy,
  diary: diaryPolicy,
  sticker: stickerPolicy,
  board: open(),
  cog: internal(),
};

/** A record of an owner, with a column of every kind that services use. */
@Entity('desk')
@Guarded(deskPolicy)
export class Desk {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') ownerId!: string;
  @Column('text') title!: string;
  @Column('jsonb') tags!: string[];
  @Column('integer') rank!: number;
  @Column('timestamptz', { nullable: true }) dueTime?: string | undefined;
  @Column('text', { nullable: true }) note?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/** Belongs to a desk. */
@Entity('drawer')
@Guarded(drawerPolicy)
export class Drawer {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') parentId!: string;
  @Column('text') title!: string;
}

/** Belongs to a drawer, and so to a desk. */
@Entity('paper')
@Guarded(paperPolicy)
export class Paper {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') parentId!: string;
  @Column('text') title!: string;
}

/** For one person only. */
@Entity('diary')
@Guarded(diaryPolicy)
export class Diary {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  @Column('text') title!: string;
}

/** Belongs to a diary. */
@Entity('sticker')
@Guarded(stickerPolicy)
export class Sticker {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') parentId!: string;
  @Column('text') title!: string;
}

/** For everybody who is signed in. */
@Entity('board')
@Guarded(open())
export class Board {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') title!: string;
}

/** For the service only. */
@Entity('cog')
@Guarded(internal(), { audited: false })
export class Cog {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') title!: string;
}

/** All of them. */
export const deskEntities = [Desk, Drawer, Paper, Diary, Sticker, Board, Cog];

/** Their tables; the walls come from @Guarded. */
export class Desks1763000000000 implements MigrationInterface {
  name = 'Desks1763000000000';

  async up(runner: QueryRunner): Promise<void> {
    const named = 'id uuid PRIMARY KEY, title text NOT NULL';
    await runner.query(`
      CREATE TABLE desk (
        ${named}, owner_id uuid NOT NULL, tags jsonb NOT NULL, rank integer NOT NULL CHECK (rank >= 0),
        due_time timestamptz(3), note text, version integer NOT NULL,
        create_time timestamptz(3) NOT NULL, update_time timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX desk_rank ON desk (rank) WHERE rank > 0;
      CREATE TABLE drawer (${named}, parent_id uuid NOT NULL REFERENCES desk);
      CREATE TABLE paper (${named}, parent_id uuid NOT NULL REFERENCES drawer);
      CREATE TABLE diary (${named}, person_id uuid NOT NULL);
      CREATE TABLE sticker (${named}, parent_id uuid NOT NULL REFERENCES diary);
      CREATE TABLE board (${named});
      CREATE TABLE cog (${named});
      CREATE SEQUENCE desk_number INCREMENT 20;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${Object.keys(policies).reverse().join(', ')}; DROP SEQUENCE desk_number`);
  }
}
