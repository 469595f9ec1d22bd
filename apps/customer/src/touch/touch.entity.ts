import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Channel } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { TouchOrigin } from '@kontor/contracts/gen/kontor/customer/v1/touch';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** A time when a customer came to us; seen by whoever sees the customer. */
@Entity('touch')
@Guarded(follows('customer_id', 'customer', customerPolicy))
export class Touch {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('text') channel!: Channel;
  @Column('text') source!: string;
  @Column('text') medium!: string;
  @Column('text') campaign!: string;
  @Column('text') term!: string;
  @Column('text') content!: string;
  @Column('text') landingPage!: string;
  @Column('text') referrer!: string;
  @Column('timestamptz') touchTime!: string;
  @Column('text') origin!: TouchOrigin;
  @Column('uuid', { nullable: true }) personId?: string | undefined;
  @Column('timestamptz') createTime!: string;
}
