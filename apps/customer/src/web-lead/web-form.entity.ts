import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { Channel } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { WebFormField } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

@Entity('web_form')
@Guarded(open('web-form'))
export class WebForm {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('jsonb') requiredFields!: WebFormField[];
  @Column('text') source!: string;
  @Column('text') channel!: Channel;
  @Column('uuid', { nullable: true }) ownerId?: string | undefined;
  @Column('jsonb') allowedOrigins!: string[];
  @Column('integer') hourlyLimit!: number;
  /** Ways of being contacted that a tick agrees to; none: there is no tick. */
  @Column('jsonb') consentChannels!: ContactChannel[];
  @Column('text') consentText!: string;
  @Column('boolean') closed!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
