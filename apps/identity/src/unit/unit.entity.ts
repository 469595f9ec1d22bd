import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import type { Unit, UnitKind } from '@kontor/contracts/gen/kontor/identity/v1/identity';
import { Guarded } from '@kontor/database/guarded';

/** A branch, a department or a team. */
@Entity('unit')
@Guarded(open())
export class UnitRow implements Unit {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('uuid', { nullable: true }) parentId?: string | undefined;
  @Column('text') kind!: UnitKind;
  @Column('uuid', { nullable: true }) headId?: string | undefined;
  @Column('uuid', { nullable: true }) calendarId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
