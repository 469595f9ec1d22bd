import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  SegmentKind,
  SegmentSnapshotState,
  SegmentState,
} from '@kontor/contracts/gen/kontor/customer/v1/segment';
import { follows, open, owned } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import { customerPolicy } from '../customer/customer.entity.js';

/** Segments are seen by their owner, by who reaches the owner, and by those to whom they are shared. */
export const segmentPolicy = owned('owner_id', 'segment');

@Entity('segment')
@Guarded(segmentPolicy)
export class Segment {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') ownerId!: string;
  @Column('text') name!: string;
  @Column('text') description!: string;
  @Column('text') kind!: SegmentKind;
  @Column('text') rule!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}

/**
 * Which customers are in which segment: ids alone. Whoever asks joins them with segments and customers, and both have
 * walls of their own; a third one here would be asked for each of a million rows.
 */
@Entity('segment_member')
@Guarded(open(), { audited: false })
export class SegmentMember {
  @PrimaryColumn('uuid') segmentId!: string;
  @PrimaryColumn('uuid') customerId!: string;
  @Column('timestamptz') enterTime!: string;
  /** Whose customer it is, as far as this row has heard of it: to count without asking the customers. */
  @Column('uuid') guardianId!: string;
}

/** A customer came into a segment or left it. */
@Entity('segment_change')
@Guarded(follows('customer_id', 'customer', customerPolicy), { audited: false })
export class SegmentChange {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') segmentId!: string;
  @Column('uuid') customerId!: string;
  @Column('boolean') entered!: boolean;
  @Column('timestamptz') time!: string;
  @Column('uuid', { nullable: true }) actorId?: string | undefined;
  /** Fields of the rules that it tells of; absent in rows of before they were kept. */
  @Column('text', { array: true, nullable: true }) ruleFields?: string[] | undefined;
}

/** How far a segment by rule has got in going through all customers. */
@Entity('segment_evaluation')
@Guarded(open(), { audited: false })
export class SegmentEvaluation {
  @PrimaryColumn('uuid') segmentId!: string;
  @Column('text') state!: SegmentState | 'removing';
  /** The last customer gone through; absent before the first. */
  @Column('uuid', { nullable: true }) cursor?: string | undefined;
  /** The company's day that `today` in the rule stands for. */
  @Column('date') day!: string;
  /** Whether the rule asks by `today`. */
  @Column('boolean') daily!: boolean;
  @Column('timestamptz', { nullable: true }) evaluateTime?: string | undefined;
  /** Fields of the rule and of those before it whose members have not been gone through yet. */
  @Column('text', { array: true }) ruleFields!: string[];
}

@Entity('segment_snapshot')
@Guarded(owned('owner_id', 'segment-snapshot'))
export class SegmentSnapshot {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') segmentId!: string;
  @Column('text') name!: string;
  @Column('uuid') ownerId!: string;
  @Column('integer') memberCount!: number;
  @Column('text') state!: SegmentSnapshotState;
  @Column('integer') membersTotal!: number;
  @Column('integer') membersDone!: number;
  /** The last member gone through; absent before the first batch. */
  @Column('uuid', { nullable: true }) cursor?: string | undefined;
  @Column('timestamptz') freezeTime!: string;
  /** Fields of the rules that its members tell of; absent in what was frozen before they were kept. */
  @Column('jsonb', { nullable: true }) ruleFields?: string[] | undefined;
}

/** The customers of a frozen segment: ids alone, never changed. */
@Entity('segment_snapshot_member')
@Guarded(open(), { audited: false })
export class SegmentSnapshotMember {
  @PrimaryColumn('uuid') snapshotId!: string;
  @PrimaryColumn('uuid') customerId!: string;
}
