import { Column, Entity, PrimaryColumn } from 'typeorm';
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
  @Column('boolean') closed!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
