import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Direction, InteractionManner } from '@kontor/contracts/gen/kontor/customer/v1/customer';
import type { SenderCheck, TriageState } from '@kontor/contracts/gen/kontor/customer/v1/triage';
import { open } from '@kontor/access/row-policy';
import { Guarded } from '@kontor/database/guarded';
import type { ToldTouch } from '../touch/note-touch.js';

/** A message of another system, or a missed call. What it says is here only while it waits. */
@Entity('triage_item')
@Guarded(open('triage-item'))
export class TriageItem {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') source!: string;
  @Column('text') externalId!: string;
  @Column('text') channel!: InteractionManner;
  @Column('text') direction!: Direction;
  @Column('text') address!: string;
  @Column('text') ownAddress!: string;
  @Column('timestamptz') messageTime!: string;
  @Column('text') content!: string;
  /** How they came to write, where the system knew. */
  @Column('jsonb', { nullable: true }) touch?: ToldTouch | undefined;
  @Column('text') state!: TriageState;
  @Column('uuid', { nullable: true }) interactionId?: string | undefined;
  @Column('text') reason!: string;
  @Column('uuid', { nullable: true }) settledById?: string | undefined;
  /** Who brought it in: the author of the talk that it becomes. */
  @Column('uuid', { nullable: true }) authorId?: string | undefined;
  /** Of mail: whether its sender is who it says. */
  @Column('text', { nullable: true }) senderCheck?: SenderCheck | undefined;
  @Column('integer') version!: number;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
  etag!: string;
}
