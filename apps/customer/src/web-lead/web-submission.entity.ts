import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { WebAnswers, WebSubmissionState } from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** What somebody sent by a web form; shown to who looks after the tray. */
@Entity('web_submission')
@Guarded(open('web-submission'))
export class WebSubmission {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') formId!: string;
  /** Of the token that it was sent with: none is taken twice. */
  @Column('uuid') tokenId!: string;
  @Column('jsonb') answers!: WebAnswers;
  @Column('text') state!: WebSubmissionState;
  @Column('integer') spamScore!: number;
  /** Somebody looked at it and wants a prospect of it, like whomever it looks. */
  @Column('boolean') accepted!: boolean;
  @Column('uuid', { nullable: true }) customerId?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  etag!: string;
}
