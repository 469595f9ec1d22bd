import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Channel, DeliveryState } from '@kontor/contracts/gen/kontor/notification/v1/notification';
import { Guarded } from '@kontor/database/guarded';
import type { Carrier } from '@kontor/telemetry/tracer';
import { noticePolicy } from '../notice/notice.entity.js';

/** A notice on its way over one channel; unique by notice and channel. Seen by whom the notice is for. */
@Entity('delivery')
@Guarded(noticePolicy, { audited: false })
export class Delivery {
  /** Also the left half of the Message-ID. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') noticeId!: string;
  @Column('uuid') personId!: string;
  @Column('text') channel!: Channel;
  @Column('text') state!: DeliveryState;
  /** Attempts to hand it over. */
  @Column('integer') attempts!: number;
  /** Machine word: why it failed, waits or is unknown. */
  @Column('text') reason!: string;
  /** What the next server said last. */
  @Column('text') reply!: string;
  /** When to try next, while scheduled. */
  @Column('timestamptz') nextTime!: string;
  /** The attempt that holds it, and until when nobody else may judge it. */
  @Column('uuid', { nullable: true }) attemptId?: string | undefined;
  @Column('timestamptz', { nullable: true }) leaseUntil?: string | undefined;
  @Column('jsonb') trace!: Carrier;
  @Column('timestamptz') createTime!: string;
  @Column('timestamptz') updateTime!: string;
}
