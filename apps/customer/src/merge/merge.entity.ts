import { Column, Entity, PrimaryColumn } from 'typeorm';
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
  @Column('text') state!: MergeState;
  @Column('timestamptz') undoUntil!: string;
  @Column('uuid') personId!: string;
  @Column('uuid', { nullable: true }) undoneById?: string | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
