import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MailPurpose } from '@kontor/contracts/gen/kontor/notification/v1/mail_drop';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** An address of ours that mail is sent to. */
@Entity('mail_drop')
@Guarded(open('mail-drop'))
export class MailDrop {
  @PrimaryColumn('uuid') id!: string;
  /** Lower case, without anything behind a +. */
  @Column('text') localPart!: string;
  @Column('text') purpose!: MailPurpose;
  @Column('text') source!: string;
  @Column('text') campaign!: string;
  @Column('boolean') closed!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
