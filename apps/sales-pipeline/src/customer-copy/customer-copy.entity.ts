import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CustomerStatus } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { owned } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Who sees a customer, by the copy: the same as in the service that owns it. Whatever follows a customer follows this. */
export const customerPolicy = owned('guardian_id', 'customer');

/** What the sales pipeline knows of a customer: its newest state by events. The customer service moves and audits it. */
@Entity('customer_copy')
@Guarded(customerPolicy, { audited: false })
export class CustomerCopy {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') number!: string;
  @Column('text') name!: string;
  @Column('text') status!: CustomerStatus;
  /** Absent while nobody owns it. */
  @Column('uuid', { nullable: true }) ownerId?: string | undefined;
  /** Among whose records it counts: the owner's, else those of who keeps it. */
  @Column('uuid') guardianId!: string;
  @Column('integer') customerVersion!: number;
  /** The customer is no more, and nothing new is made for it. What it was stays, for what was made before. */
  @Column('boolean') removed!: boolean;
}
