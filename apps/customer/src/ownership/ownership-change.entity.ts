import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OwnershipCause } from '@kontor/contracts/gen/kontor/customer/v1/ownership';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** Who owned a customer is seen by whoever sees the customer. History itself: no audit row beside it. */
@Entity('ownership_change')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class OwnershipChange {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('uuid', { nullable: true }) fromId?: string | undefined;
  /** Absent where nobody owned it from then on. */
  @Column('uuid', { nullable: true }) toId?: string | undefined;
  @Column('uuid', { nullable: true }) poolId?: string | undefined;
  @Column('text') cause!: OwnershipCause;
  /** The hand-over or rotation. */
  @Column('uuid', { nullable: true }) causeId?: string | undefined;
  @Column('text') reason!: string;
  @Column('uuid', { nullable: true }) actorId?: string | undefined;
  @Column('timestamptz') time!: string;
}
