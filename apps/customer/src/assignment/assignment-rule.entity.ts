import { Column, Entity, PrimaryColumn } from 'typeorm';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Rules hold for everybody's customers and are known to all who may read them. */
@Entity('assignment_rule')
@Guarded(open('assignment-rule'))
export class AssignmentRule {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('integer') place!: number;
  @Column('text') filter!: string;
  @Column('jsonb') personIds!: string[];
  @Column('jsonb') unitIds!: string[];
  @Column('jsonb') roleIds!: string[];
  @Column('boolean') active!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
