import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  InboundMailState,
  MailAuthenticity,
} from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** A message that came in, to one of our addresses; what only its job needs, the message itself among it, is not here. */
@Entity('inbound_mail')
@Guarded(open('inbound-mail'), { audited: false })
export class InboundMail {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') recipient!: string;
  @Column('text') sender!: string;
  @Column('text') subject!: string;
  @Column('text') state!: InboundMailState;
  @Column('text') reason!: string;
  @Column('text') authenticity!: MailAuthenticity;
  @Column('integer') size!: number;
  @Column('integer') attempts!: number;
  @Column('text') remoteAddress!: string;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
}
