import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  Address,
  Channel,
  CustomerKind,
  CustomerStatus,
  Phone,
} from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { owned } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Who may see a customer, and with it its contacts and talks. */
export const customerPolicy = owned('owner_id', 'customer');

@Entity('customer')
@Guarded(customerPolicy)
export class Customer {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') kind!: CustomerKind;
  @Column('text') name!: string;
  @Column('text') status!: CustomerStatus;
  @Column('text') channel!: Channel;
  @Column('text') segment!: string;
  @Column('jsonb') phones!: Phone[];
  @Column('jsonb') emails!: string[];
  @Column('text') website!: string;
  @Column('jsonb') addresses!: Address[];
  @Column('text') city!: string;
  @Column('text') note!: string;
  @Column('uuid') ownerId!: string;
  @Column('text') source!: string;
  @Column('text') externalId!: string;
  @Column('timestamptz', { nullable: true }) lastContactTime?: string | undefined;
  @Column('timestamptz', { nullable: true }) nextContactTime?: string | undefined;
  /** The talk that set the next contact. */
  @Column('uuid', { nullable: true }) nextContactInteractionId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  /** Made of `version` by the unit of work. */
  etag!: string;
}
