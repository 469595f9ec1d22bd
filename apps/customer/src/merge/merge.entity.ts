import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Consent, ContactChannel } from '@kontor/contracts/gen/kontor/customer/v1/contact_guard';
import type { MergeField, MergeState } from '@kontor/contracts/gen/kontor/customer/v1/merge';
import { follows } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** Something that referred to the loser and refers to the winner now: ids, or whole rows. */
export interface MovedPart {
  table: string;
  column: string;
  ids?: string[];
  rows?: object[];
  /** The rows are not with the winner, which had such rows of its own. */
  behind?: boolean;
}

/** Two contacts that became one, and what an undo needs. */
export interface JoinedContact {
  keptId: string;
  droppedId: string;
  /** The row of the contact that went, by its columns. */
  dropped: object;
  /** What of the contact that stays was changed, and into what. */
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  moved: MovedPart[];
  /** The row of what the person said of being contacted, where the other contact had such a row, too. */
  preference?: object | undefined;
  /** That row, where the other contact had none: it was given that one. */
  movedPreferenceId?: string | undefined;
}

/** What the winner, or a contact, got of how the loser, or the joined contact, wants to be reached. */
export interface MergedWish {
  preferenceId: string;
  /** The contact; absent where it is about the customer as a whole. */
  contactId?: string;
  /** It is not to be called because of the other. */
  doNotCall: boolean;
  /** Channels that are withdrawn because of the other. */
  withdrawn: ContactChannel[];
  before: { consents: Consent[]; doNotCall: boolean };
  after: { consents: Consent[]; doNotCall: boolean };
}

/** A customer that became part of another: enough to restore both. Seen by whoever sees the customer that stands. */
@Entity('customer_merge')
@Guarded(follows('winner_id', 'customer', customerPolicy))
export class CustomerMerge {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') winnerId!: string;
  @Column('uuid') loserId!: string;
  @Column('text') loserNumber!: string;
  /** Among whose records the loser counted. */
  @Column('uuid') loserGuardianId!: string;
  /** The row of the loser as it was, by its columns. */
  @Column('jsonb') loser!: object;
  /** What the winner's fields were before the merge, of those that it changed; and what they were after it. */
  @Column('jsonb') before!: Record<string, unknown>;
  @Column('jsonb') after!: Record<string, unknown>;
  @Column('jsonb') fields!: MergeField[];
  @Column('jsonb') moved!: MovedPart[];
  @Column('jsonb') contacts!: JoinedContact[];
  /** Where the loser's word was the stricter one. */
  @Column('jsonb') wishes!: MergedWish[];
  @Column('text') state!: MergeState;
  @Column('timestamptz') undoUntil!: string;
  @Column('uuid') personId!: string;
  @Column('uuid', { nullable: true }) undoneById?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
