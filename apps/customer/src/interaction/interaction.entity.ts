import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  Amendment,
  CustomerStatus,
  Direction,
  GuardBreach,
  InteractionManner,
  LetterState,
} from '@kontor/contracts/gen/kontor/customer/v1/customer';
import { follows } from '@kontor/access/row-policy';
import type { CustomValues } from '@kontor/custom-fields/rules/custom-changes';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** Talks are seen by whoever sees the customer, whoever logged them. */
export const interactionPolicy = follows('customer_id', 'customer', customerPolicy);

@Entity('interaction')
@Guarded(interactionPolicy)
export class Interaction {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') customerId!: string;
  @Column('uuid', { nullable: true }) contactId?: string | undefined;
  @Column('text') manner!: InteractionManner;
  @Column('text', { nullable: true }) direction?: Direction | undefined;
  @Column('timestamptz') talkTime!: string;
  @Column('text') content!: string;
  @Column('text') outcome!: string;
  @Column('text') nextAction!: string;
  @Column('text') nextContactTime!: string;
  @Column('text') nextContactTimeZone!: string;
  @Column('jsonb') remindMinutesBefore!: number[];
  @Column('text', { nullable: true }) customerStatus?: CustomerStatus | undefined;
  /** The ready outcome that was ticked. */
  @Column('uuid', { nullable: true }) outcomeTemplateId?: string | undefined;
  @Column('text') quote!: string;
  @Column('text', { nullable: true }) customerSegment?: string | undefined;
  /** Logged by Kontor after a phone call: its author has yet to say what was said. */
  @Column('boolean') draft!: boolean;
  @Column('text') source!: string;
  @Column('uuid') authorId!: string;
  /** Who finished its draft, where that is not the author. */
  @Column('uuid', { nullable: true }) finishedById?: string | undefined;
  @Column('jsonb') amendments!: Amendment[];
  /** What the guard would have refused it for; absent where nothing, or where somebody gave a reason. */
  @Column('jsonb', { nullable: true }) guardBreach?: GuardBreach | undefined;
  /** What became of the letter that it is about, where Kontor wrote one. */
  @Column('text', { nullable: true }) letterState?: LetterState | undefined;
  @Column('text', { nullable: true }) letterReason?: string | undefined;
  /** Values of custom fields; none where nobody filled one. */
  @Column('jsonb', { nullable: true }) custom?: CustomValues | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
