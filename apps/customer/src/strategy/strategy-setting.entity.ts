import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StrategyScope, StrategyValues } from '@kontor/contracts/gen/kontor/customer/v1/strategy';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Rows are added and never changed, so that what held when is known. */
@Entity('strategy_setting')
@Guarded(open('strategy-setting'))
export class StrategySetting {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') scope!: StrategyScope;
  @Column('text') scopeId!: string;
  @Column('jsonb') values!: StrategyValues;
  @Column('timestamptz') startTime!: string;
  @Column('text') reason!: string;
  @Column('uuid') authorId!: string;
  @Column('timestamptz') createTime!: string;
}
