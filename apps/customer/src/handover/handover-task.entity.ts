import { Column, Entity, PrimaryColumn } from 'typeorm';
import { internal } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';

/** Where this service's part of a hand-over stands. `leaver` only ends once the person is known to have left. */
export type HandoverTaskState = 'listed' | 'running' | 'ended' | 'finished';

/** This service's part of a hand-over of identity. Its `id` is that of the hand-over. What moves is audited itself. */
@Entity('handover_task')
@Guarded(internal(), { audited: false })
export class HandoverTask {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') personId!: string;
  /** Whether the person leaves: then no other hand-over gives the person anything. */
  @Column('boolean') leaver!: boolean;
  @Column('jsonb') targetIds!: string[];
  @Column('text') reason!: string;
  @Column('uuid', { nullable: true }) actorId?: string | undefined;
  @Column('text') state!: HandoverTaskState;
  @Column('integer') moved!: number;
  /** Version of the hand-over that was last heard of: older ones that arrive late change nothing. */
  @Column('integer') handoverVersion!: number;
  /** When to look again, where there is nothing to do just now. */
  @Column('timestamptz') nextTime!: string;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
