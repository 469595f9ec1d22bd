import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Address, ContactRole, Phone } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { follows } from '@kontor/access/row-policy';
import type { CustomValues } from '@kontor/custom-fields/rules/custom-changes';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** Contacts are seen by whoever sees the customer. */
export const contactPolicy = follows('customer_id', 'customer', customerPolicy);

@Entity('contact')
@Guarded(contactPolicy)
export class Contact {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('text') name!: string;
  @Column('text') position!: string;
  @Column('jsonb') roles!: ContactRole[];
  @Column('jsonb') phones!: Phone[];
  @Column('jsonb') emails!: string[];
  @Column('jsonb') websites!: string[];
  @Column('jsonb') addresses!: Address[];
  @Column('text') language!: string;
  @Column('text') note!: string;
  /** When it was noted that the person left the customer; absent of who is there. */
  @Column('timestamptz', { nullable: true }) leftTime?: string | undefined;
  /** Of `left_time`, by the database. */
  @Column({ type: 'boolean', generatedType: 'STORED', asExpression: 'left_time IS NULL' })
  active?: boolean | undefined;
  /** Values of custom fields; none where nobody filled one. */
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
