import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConversionState } from '@kontor/contracts/gen/kontor/customer/v1/convert';
import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** A prospect on its way to be a customer with an opportunity. Seen by whoever sees the customer. */
@Entity('conversion')
@Guarded(follows('customer_id', 'customer', customerPolicy))
export class Conversion {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  /** The customer that was converted; `customerId` is that one, or the one that it became part of. */
  @Column('uuid') toldCustomerId!: string;
  @Column('text') state!: ConversionState;
  /** Empty unless it failed. */
  @Column('text') reason!: string;
  @Column('text') status!: CustomerStatus;
  @Column('text') previousStatus!: CustomerStatus;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  @Column('uuid', { nullable: true }) opportunityId?: string | undefined;
  @Column('uuid') personId!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
