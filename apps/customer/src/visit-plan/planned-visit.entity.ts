import { Column, Entity, PrimaryColumn } from 'typeorm';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** One talk that a plan wants with a customer. Made and fulfilled by Kontor: the talk has the audit row. */
@Entity('planned_visit')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class PlannedVisit {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') planId!: string;
  @Column('uuid') customerId!: string;
  @Column('date') periodStart!: string;
  /** Which of the visits of its period, from 0. */
  @Column('integer') slot!: number;
  @Column('timestamptz') startTime!: string;
  @Column('timestamptz') endTime!: string;
  @Column('date') dueDate!: string;
  @Column('timestamptz', { nullable: true }) doneTime?: string | undefined;
  @Column('uuid', { nullable: true }) interactionId?: string | undefined;
  @Column('uuid', { nullable: true }) doneById?: string | undefined;
}
