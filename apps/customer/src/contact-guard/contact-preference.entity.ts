import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Consent, ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import { follows, open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** How a customer, or one contact of it, wants to be reached. */
@Entity('contact_preference')
@Guarded(follows('customer_id', 'customer', customerPolicy))
export class ContactPreference {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  /** Absent where it is about the customer as a whole. */
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  @Column('jsonb') consents!: Consent[];
  @Column('boolean') doNotCall!: boolean;
  @Column('text') timeZone!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/** What the company allows itself in one channel. */
@Entity('contact_guard_setting')
@Guarded(open('contact-guard-setting'))
export class ContactGuardSetting {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') channel!: ContactChannel;
  @Column('integer', { nullable: true }) mostTouches?: number | undefined;
  @Column('integer', { nullable: true }) periodDays?: number | undefined;
  @Column('text') quietStart!: string;
  @Column('text') quietEnd!: string;
  @Column('boolean') consentNeeded!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
