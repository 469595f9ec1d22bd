import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** A customer went from one stage to another; seen by whoever sees the customer. Written by a trigger of its table. */
@Entity('stage_change')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class StageChange {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('text') fromStatus!: CustomerStatus;
  @Column('text') toStatus!: CustomerStatus;
  @Column('timestamptz') enteredTime!: string;
  @Column('timestamptz') time!: string;
  @Column('uuid', { nullable: true }) actorId?: string | undefined;
}
