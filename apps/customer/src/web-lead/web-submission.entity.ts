import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type {
  WebAnswers,
  WebReviewReason,
  WebSubmissionState,
  WebVisit,
} from '@kontor/contracts/gen/kontor/customer/v1/web_lead';
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
  /** How the visitor came to the form, where the page told. */
  @Column('jsonb', { nullable: true }) visit?: WebVisit | undefined;
  /** What the tick agreed to, and what stood beside it then: the proof of the consent. */
  @Column('jsonb') consentChannels!: ContactChannel[];
  @Column('text') consentText!: string;
  /** Of a message to a mail drop, whose id `formId` is then: its address and its source. */
  @Column('jsonb', { nullable: true }) mail?: { address: string; source: string } | undefined;
  /** Why it waits for a person. */
  @Column('text', { nullable: true }) reason?: WebReviewReason | undefined;
  @Column('text') fault!: string;
  /** Whose it is, as somebody said who accepted it. */
  @Column('uuid', { nullable: true }) chosenId?: string | undefined;
  /** How often it met a fault that passes, and when it is tried again. */
  @Column('integer') attempts!: number;
  @Column('timestamptz', { nullable: true }) nextTime?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  etag!: string;
}
