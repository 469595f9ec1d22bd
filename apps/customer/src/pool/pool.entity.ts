import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PoolKind } from '@kontor/contracts/gen/kontor/customer/v1/pool';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** That there is a pool everybody may know; what waits in it is seen by other rules. */
@Entity('pool')
@Guarded(open('pool'))
export class Pool {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') kind!: PoolKind;
  @Column('uuid') managerId!: string;
  @Column('jsonb') unitIds!: string[];
  @Column('boolean') open!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
