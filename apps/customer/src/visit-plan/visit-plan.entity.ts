import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** How often customers of a class are to be talked to. */
@Entity('visit_plan')
@Guarded(open('visit-plan'))
export class VisitPlan {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('text') segment!: string;
  @Column('text') customerFilter!: string;
  @Column('jsonb') manners!: InteractionManner[];
  @Column('integer') visits!: number;
  @Column('integer') months!: number;
  @Column('boolean') retired!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
