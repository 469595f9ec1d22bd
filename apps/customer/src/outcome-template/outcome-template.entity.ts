import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

@Entity('outcome_template')
@Guarded(open('outcome-template'))
export class OutcomeTemplate {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { nullable: true }) manner?: InteractionManner | undefined;
  @Column('text') labelZhCn!: string;
  @Column('text') labelRu!: string;
  @Column('text') labelEn!: string;
  @Column('integer') place!: number;
  @Column('boolean') retired!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
